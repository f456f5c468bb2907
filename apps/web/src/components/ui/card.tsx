import type { ComponentProps, ReactNode } from "react";
import { cn } from "~/lib/class-names.ts";

export function Card({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("rounded-lg border border-line bg-surface", className)} {...props} />;
}

/** A card with a heading and, on its right, actions. */
export function Section({
  title,
  actions,
  description,
  label,
  className,
  children,
}: {
  title: ReactNode;
  /** Makes it a landmark of this name. */
  label?: string;
  actions?: ReactNode;
  description?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section aria-label={label} className={cn("rounded-lg border weak:border-line bg-surface", className)}>
      <header className="flex min-h-12 flex-wrap items-center justify-between gap-2 border-line not-last:border-b px-4 py-2">
        {/* A long description breaks, rather than push the actions below itself where there is little room. */}
        <div className={cn(description && "flex-1 basis-32")}>
          <h2 className="text-sm font-semibold text-ink">{title}</h2>
          {description ? <p className="text-dense text-ink-faint">{description}</p> : null}
        </div>
        {actions ? <div className="flex items-center gap-2">{actions}</div> : null}
      </header>
      {children}
    </section>
  );
}
