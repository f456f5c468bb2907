"use client";

import { useCallback, useMemo, useState } from "react";
import { LAYOUT_COOKIE, type Layout, writeLayout } from "./layout.ts";
import type { Filters } from "./use-filters.ts";

const A_YEAR_SECONDS = 31_536_000;

/**
 * How the list looks: as the address says, which a view sets, and else as it was last set in this browser.
 * @param kept by the browser when the page was rendered
 */
export function useLayout({ filters, set }: Filters, kept: Layout): [Layout, (layout: Layout) => void] {
  const [own, setOwn] = useState(kept);
  const layout = useMemo(
    () => ({ columns: filters.columns ?? own.columns, density: filters.density ?? own.density }),
    [filters.columns, filters.density, own],
  );
  const change = useCallback(
    (next: Layout) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the promised replacement is not in all browsers.
      document.cookie = `${LAYOUT_COOKIE}=${writeLayout(next)}; path=/; max-age=${A_YEAR_SECONDS}; samesite=lax`;
      setOwn(next);
      set({ columns: [...next.columns], density: next.density }, true);
    },
    [set],
  );
  return [layout, change];
}
