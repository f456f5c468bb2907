import { type ResourceFilter, resourceFilterSchema } from "@pragma/contract";
import { filterOf, loadFilters } from "../filters.ts";
import { type ExportFormat, isExportFormat } from "./export-formats.ts";

/** Reads the address of an export, or tells its problem: once the file has begun, nothing can be said any more. */
export function readExport(
  params: URLSearchParams,
): { format: ExportFormat; filter: ResourceFilter } | { problem: string } {
  const format = params.get("format");
  if (!isExportFormat(format)) return { problem: "Export as csv, json or yaml" };
  const filter = resourceFilterSchema.safeParse(filterOf(loadFilters(params)));
  if (filter.success) return { format, filter: filter.data };
  const [issue] = filter.error.issues;
  return { problem: `The filter ${issue?.path.map(String).join(".")} ${issue?.message}` };
}
