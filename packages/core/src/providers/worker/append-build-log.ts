import { insertBuildLog } from "@pragma/db/queries";
import { storableText } from "../../foundation/common/storable-text.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { ClaimedBuild } from "./claim-build.ts";

/** Per build. What exceeds it is left out, and a last line says so. */
export const MAX_BUILD_LOG_BYTES = 1024 * 1024;

const NOTICE = "\n[the log is cut here: a build may write 1 MiB]\n";

/**
 * Appends text to the log of a build as it is: the caller ends lines. Does nothing once the log is full, or another
 * worker has taken the build over.
 */
export async function appendBuildLog(core: Core, build: ClaimedBuild, text: string): Promise<void> {
  if (text === "") return;
  const { organizationId, provider, version } = build;
  await insertBuildLog(core.db.tenant(organizationId), build, storableText(text), {
    limit: MAX_BUILD_LOG_BYTES,
    notice: NOTICE,
  });
  core.wakeUp.buildChanged(organizationId, provider, version);
}
