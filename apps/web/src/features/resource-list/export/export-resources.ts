import "server-only";
import { type Resource, type ResourceFilter, resourceKey } from "@pragma/contract";
import type { MemberContext } from "@pragma/core/callers";
import { services } from "~/server/services.ts";
import { EXPORT_FORMATS, type ExportFormat } from "./export-formats.ts";

/** Resources per read; large ones end a read earlier. */
const BATCH = 500;

/**
 * The text of a file with all resources that match, by name, as they are read. Sensitive values are masked.
 * @throws AbortError once the member may no longer read them: a slow reader would go on for hours
 */
export async function* exportResources(
  member: MemberContext,
  filter: ResourceFilter,
  format: ExportFormat,
): AsyncGenerator<string> {
  const { core, useCases } = services();
  const { head, one, between, tail } = EXPORT_FORMATS[format];
  yield head;
  let after: Parameters<typeof useCases.listResources>[3]["after"];
  let isFirst = true;
  do {
    if (after && !(await useCases.isStillValid(core, member, "resources:read"))) {
      // By this name the server cuts the answer short without logging a fault of its own.
      throw new DOMException(
        "The login that an export was for has ended, or lost the scope resources:read",
        "AbortError",
      );
    }
    const batch = await useCases.listResources(core, member, filter, { limit: BATCH, after });
    const texts = batch.bodies.map((body, index) => {
      const resource = JSON.parse(body) as Resource;
      const explicit = resource.dependencies.slice(0, batch.explicitDependencies[index]).map(resourceKey);
      return one({ resource, explicit });
    });
    if (texts.length > 0) yield `${isFirst ? "" : between}${texts.join(between)}`;
    isFirst &&= texts.length === 0;
    after = batch.next;
  } while (after);
  yield tail;
}
