"use client";

import "./globals.css";
import type { PageProblemProps } from "~/features/shell/page-problem.tsx";
import { FailedPage } from "~/features/shell/page-problem.tsx";
import { mono, sans } from "./fonts.ts";

/** Where the frame of all pages failed. */
export default function GlobalError({ error }: PageProblemProps) {
  return (
    <html lang="en" className={`${sans.variable} ${mono.variable}`}>
      <body>
        <main>
          <FailedPage digest={error.digest} again={() => location.reload()} />
        </main>
      </body>
    </html>
  );
}
