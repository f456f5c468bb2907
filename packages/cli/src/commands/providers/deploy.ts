import { defineCommand } from "../../framework/command.ts";
import { deployVersion } from "../../provider/deploy-version.ts";
import { PROVIDER_ARGUMENT } from "../../provider/provider-argument.ts";
import { TIMEOUT_OPTION, timeoutOf } from "../../resource/duration.ts";

export const command = defineCommand({
  args: {
    provider: PROVIDER_ARGUMENT,
    version: { description: "Version; the newest good build if left out", optional: true, complete: "build" },
  },
  options: {
    force: { type: "boolean", description: "Deploy even if its schemas break existing resources" },
    "no-wait": { type: "boolean", description: "Don't wait until it serves" },
    timeout: TIMEOUT_OPTION,
  },
  examples: [
    { does: "The newest", run: "pragma providers deploy note-store" },
    { does: "A certain one", run: "pragma providers deploy note-store 20260102.030405" },
  ],
  async run({ args, options, session }) {
    const { force, timeout } = options;
    const request = { version: args.version, force, wait: !options["no-wait"], timeout: timeoutOf(timeout) };
    await deployVersion(session, args.provider, request);
  },
});
