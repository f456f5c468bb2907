import type { ResourceRow } from "@pragma/db/queries";
import { PLATFORM_PROVIDER } from "../../foundation/types/index.ts";

/** Whether a resource may be removed in one statement with others. The content of a file, which goes with it, may be large. */
export function goesTogether({ provider, resource }: Pick<ResourceRow, "provider" | "resource">): boolean {
  return provider !== PLATFORM_PROVIDER || resource !== "file";
}
