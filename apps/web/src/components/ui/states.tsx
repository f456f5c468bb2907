import { CircleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "~/lib/class-names.ts";
import { Button } from "./button.tsx";

/** Shown in place of an empty list: why it is empty, and what to do about it. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-14 text-center">
      <span className="grid size-11 place-items-center rounded-full bg-sunken">
        <Icon className="size-5 text-ink-faint" aria-hidden />
      </span>
      <div>
        <p className="font-medium text-ink">{title}</p>
        {children ? <div className="mt-1 max-w-md text-ink-soft">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}

/** Shown in place of what could not be loaded. The request id finds it in the operator's log. */
export function ErrorState({
  message,
  requestId,
  onRetry,
}: {
  message: string;
  requestId?: string | null | undefined;
  onRetry?: (() => void) | undefined;
}) {
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-6 py-14 text-center">
      <CircleAlert className="size-6 text-danger-text" aria-hidden />
      <p className="max-w-md text-ink">{message}</p>
      {requestId ? (
        <p className="text-xs text-ink-faint">
          Request <span className="font-mono select-all">{requestId}</span>
        </p>
      ) : null}
      {onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
    </div>
  );
}

/** Keeps the place of what is still loading. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-pulse weak:rounded-md bg-sunken", className)} />;
}

/** Skeletons in the shape of a list. */
export function SkeletonRows({ rows = 6, label }: { rows?: number; label: string }) {
  return (
    <div role="status" className="flex flex-col gap-3 p-4">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row) => (
        <Skeleton key={row} className="h-6" />
      ))}
    </div>
  );
}

/** A message among the content, such as a failed action. */
export function Notice({
  tone = "info",
  children,
  className,
}: {
  tone?: "info" | "warning" | "danger" | "success";
  children: ReactNode;
  className?: string;
}) {
  const tones = {
    info: "bg-processing-soft text-processing-text",
    warning: "bg-pending-soft text-pending-text",
    danger: "bg-danger-soft text-danger-text",
    success: "bg-ready-soft text-ready-text",
  };
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={cn("rounded-md px-3 py-2 text-sm", tones[tone], className)}
    >
      {children}
    </div>
  );
}
