"use client";

import { Button } from "~/components/ui/button.tsx";

/** In place of a page that could not be made. What went wrong is in the server's log, under the digest. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="mx-auto flex min-h-[60vh] max-w-md flex-col items-center justify-center gap-4 px-4 text-center">
      <h1 className="text-xl font-semibold text-ink">This page could not be shown</h1>
      <p className="text-ink-soft">
        Try again in a moment.
        {error.digest ? (
          <>
            {" "}
            If it stays like this, look for <code className="font-mono">{error.digest}</code> in the log of the
            dashboard.
          </>
        ) : null}
      </p>
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </div>
  );
}
