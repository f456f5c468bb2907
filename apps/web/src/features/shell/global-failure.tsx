"use client";

import { mono, sans } from "~/components/fonts.ts";
import { FailedPage } from "./failed-page.tsx";

/** In the place of all pages, whose common frame failed. */
export function GlobalFailure({ digest }: { digest: string | undefined }) {
  return (
    <main className={`${sans.variable} ${mono.variable} font-sans`}>
      <FailedPage digest={digest} again={() => location.reload()} />
    </main>
  );
}
