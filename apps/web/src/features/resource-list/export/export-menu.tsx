"use client";

import { Download } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { Menu, MenuItem, MenuLabel } from "~/components/ui/menu.tsx";
import { useOrganizationPath } from "~/features/shell/use-organization-path.ts";
import type { ListFilters } from "../filters.ts";
import { queryOf } from "../views/view-query.ts";
import type { ExportFormat } from "./export-formats.ts";

const WORDS: Record<ExportFormat, string> = {
  csv: "Table (CSV)",
  json: "Resources (JSON)",
  yaml: "Documents to apply (YAML)",
};

/** Saves all resources that match as a file. */
export function ExportMenu({ filters }: { filters: ListFilters }) {
  const path = useOrganizationPath();
  const query = queryOf(filters);
  const hrefOf = (format: string): string =>
    path(`/resources/export?format=${format}${query === "" ? "" : `&${query}`}`);
  return (
    <Menu
      trigger={
        <Button size="icon" aria-label="Export">
          <Download aria-hidden />
        </Button>
      }
    >
      <MenuLabel>Export this list as</MenuLabel>
      {Object.entries(WORDS).map(([format, words]) => (
        <MenuItem key={format} asChild>
          <a href={hrefOf(format)} download>
            {words}
          </a>
        </MenuItem>
      ))}
    </Menu>
  );
}
