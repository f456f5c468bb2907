import type { Core } from "../../foundation/unit-of-work/core.ts";
import { sourceKey } from "../blob-keys.ts";
import type { ClaimedBuild } from "./claim-build.ts";

/** The pushed archive of a build, part by part: a gzip-compressed tar of at most `maxArchiveBytes`. */
export function openBuildSource(core: Core, build: ClaimedBuild): AsyncIterable<Buffer> {
  return core.services.blobs.read(core.db, build.organizationId, sourceKey(build.provider, build.version));
}
