import type { ReactNode } from "react";
import { LateConnection } from "~/features/live/late-connection.tsx";
import { Logo } from "~/features/shell/logo.tsx";

/** Layout of pages for users who are not signed in yet. */
export default function OutsideLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex w-full max-w-md flex-col gap-6 px-4 py-10 sm:pt-[14dvh]">
      <Logo className="text-lg" />
      <div className="rounded-xl border border-line bg-surface p-6 shadow-raised">{children}</div>
      <LateConnection />
    </main>
  );
}
