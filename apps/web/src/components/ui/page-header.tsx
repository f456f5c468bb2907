import type { ReactNode } from "react";

/** The heading of a page, with its actions. */
export function PageHeader({
  title,
  description,
  actions,
}: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-5 flex flex-wrap items-start justify-between gap-3">
      {/* What it says breaks, rather than push the actions below itself where there is room for both. */}
      <div className="min-w-0 flex-1 basis-64">
        <h1 className="truncate text-xl font-semibold tracking-tight text-ink">{title}</h1>
        {description ? <div className="mt-1 text-ink-soft">{description}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
