import { insertBuildLog } from "@pragma/db/queries";
import { storableText } from "../../common/storable-text.ts";
import type { Core } from "../../unit-of-work/core.ts";
import type { ClaimedBuild } from "./claim-build.ts";

/** Of one build. What comes after is left out, with a line that says so. */
export const MAX_BUILD_LOG_BYTES = 1024 * 1024;

const NOTICE = "\n[the log is cut here: a build may write 1 MiB]\n";

/**
 * Adds text to the log of a build, as it is: whoever writes lines ends them. Nothing happens once the log is full, or
 * the build was taken over.
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
