import type { ReactNode } from "react";

/** @param choice where else the request may be allowed */
export function ConsentRefusal({ children, choice }: { children: string; choice?: ReactNode }) {
  return (
    <div role="alert" className="flex flex-col gap-4">
      <div>
        <h1 className="text-lg font-semibold text-ink">This request was refused</h1>
        <p className="mt-2 text-ink-soft">{children}</p>
      </div>
      {choice}
    </div>
  );
}
