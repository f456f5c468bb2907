"use client";

import "./globals.css";
import { lazy, Suspense } from "react";
import type { PageProblemProps } from "~/features/shell/page-problem.tsx";

/** Every page loads this file, and next to none shows it. */
const GlobalFailure = lazy(() =>
  import("~/features/shell/global-failure.tsx").then(
    (file) => ({ default: file.GlobalFailure }),
    () => ({ default: () => <p className="p-8 text-center">This page could not be shown. Reload it in a moment.</p> }),
  ),
);

/** Where the frame of all pages failed. */
export default function GlobalError({ error }: PageProblemProps) {
  return (
    <html lang="en">
      <body>
        <Suspense>
          <GlobalFailure digest={error.digest} />
        </Suspense>
      </body>
    </html>
  );
}
