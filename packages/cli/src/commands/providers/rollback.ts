import { defineCommand } from "../../framework/command.ts";
import { deployVersion } from "../../provider/deploy-version.ts";
import { findServedBefore } from "../../provider/find-served-before.ts";
import { PROVIDER_ARGUMENT } from "../../provider/provider-argument.ts";
import { TIMEOUT_OPTION, timeoutOf } from "../../resource/duration.ts";

export const command = defineCommand({
  args: {
    provider: PROVIDER_ARGUMENT,
    version: {
      description: "Version; the one that served before the last deployment if left out, which takes audit:read",
      optional: true,
      complete: "build",
    },
  },
  options: {
    force: { type: "boolean", description: "Deploy even if its schemas break existing resources" },
    "no-wait": { type: "boolean", description: "Don't wait until it serves" },
    timeout: TIMEOUT_OPTION,
  },
  examples: [{ does: "Undo the last deployment", run: "pragma providers rollback note-store" }],
  async run({ args, options, session }) {
    const { force, timeout } = options;
    const version = args.version ?? (await findServedBefore(await session.client(), args.provider));
    await deployVersion(session, args.provider, {
      version,
      force,
      wait: !options["no-wait"],
      timeout: timeoutOf(timeout),
    });
  },
});
