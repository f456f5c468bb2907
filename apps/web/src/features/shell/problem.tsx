import type { ReactNode } from "react";
import { buttonVariants } from "~/components/ui/button-variants.ts";

export interface ProblemProps {
  title: string;
  children: ReactNode;
  action?: string;
  onAct?: () => void;
}

/** A message in the place of a page that cannot be shown. */
export function Problem({ title, children, action, onAct }: ProblemProps) {
  return (
    <div className="mx-auto flex min-h-[60vh] max-w-md flex-col items-center justify-center gap-4 px-4 text-center">
      <h1 className="text-xl font-semibold text-ink">{title}</h1>
      <p className="text-ink-soft">{children}</p>
      {action ? (
        <button type="button" className={buttonVariants({ variant: "primary" })} onClick={onAct}>
          {action}
        </button>
      ) : null}
    </div>
  );
}

/** While the server is away. */
export function Unreachable() {
  return <Problem title="This page cannot be loaded right now">It will appear once the server answers again.</Problem>;
}

/** After a part of a page was not there, even though the server answers. */
export function MissingPart() {
  return (
    <Problem title="A part of this page could not be loaded" action="Reload the page" onAct={() => location.reload()}>
      The dashboard may have been upgraded since you opened it.
    </Problem>
  );
}
