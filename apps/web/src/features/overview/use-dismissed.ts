"use client";

import { useCallback, useState } from "react";

const A_YEAR_SECONDS = 31_536_000;

/**
 * Whether something was dismissed in this browser. A cookie keeps it, so that the server knows, too, and nothing moves
 * once the page runs.
 *
 * @param before whether the cookie was there when the page was rendered
 */
export function useDismissed(cookie: string, before: boolean): readonly [dismissed: boolean, dismiss: () => void] {
  const [dismissed, setDismissed] = useState(before);
  const dismiss = useCallback(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the promised replacement is not in all browsers.
    document.cookie = `${cookie}=1; path=/; max-age=${A_YEAR_SECONDS}; samesite=lax`;
    setDismissed(true);
  }, [cookie]);
  return [dismissed, dismiss];
}
