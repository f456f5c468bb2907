"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";

/** Tries a page that failed again. @param reset of its error boundary */
export function useAgain(reset: () => void): () => void {
  const router = useRouter();
  return () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
}
