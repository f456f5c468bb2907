"use client";

import { SlidersHorizontal } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Menu, MenuCheckbox, MenuLabel, MenuSeparator } from "~/components/ui/menu.tsx";
import { columnLabel, OPTIONAL_COLUMNS } from "./columns.ts";
import type { Layout } from "./layout.ts";

/** Chooses columns, and how much room a row takes. */
export function LayoutMenu({ layout, onLayout }: { layout: Layout; onLayout: (layout: Layout) => void }) {
  const { columns, density } = layout;
  const isCompact = density === "compact";
  return (
    <Menu
      trigger={
        <Button size="icon" aria-label="Columns and density">
          <SlidersHorizontal aria-hidden />
        </Button>
      }
    >
      <MenuLabel>Columns</MenuLabel>
      {OPTIONAL_COLUMNS.map((column) => (
        <MenuCheckbox
          key={column}
          checked={columns.includes(column)}
          onChange={(checked) =>
            onLayout({
              ...layout,
              columns: OPTIONAL_COLUMNS.filter((one) => (one === column ? checked : columns.includes(one))),
            })
          }
        >
          {columnLabel(column)}
        </MenuCheckbox>
      ))}
      <MenuSeparator />
      <MenuCheckbox
        checked={isCompact}
        onChange={(checked) => onLayout({ ...layout, density: checked ? "compact" : "comfortable" })}
      >
        Compact rows
      </MenuCheckbox>
    </Menu>
  );
}
