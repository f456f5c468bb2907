import { defineCommand } from "../../framework/command.ts";
import { deployVersion } from "../../provider/deploy-version.ts";
import { previewText } from "../../provider/preview-text.ts";
import { PROVIDER_ARGUMENT } from "../../provider/provider-argument.ts";
import { TIMEOUT_OPTION, timeoutOf } from "../../resource/duration.ts";

export const command = defineCommand({
  args: {
    provider: PROVIDER_ARGUMENT,
    version: { description: "Version; the newest good build if left out", optional: true, complete: "build" },
  },
  options: {
    force: { type: "boolean", description: "Deploy even if its schemas break existing resources" },
    "dry-run": { type: "boolean", description: "Only show which resources break, and how the types differ" },
    "no-wait": { type: "boolean", description: "Don't wait until it serves" },
    timeout: TIMEOUT_OPTION,
  },
  examples: [
    { does: "The newest", run: "pragma providers deploy note-store" },
    { does: "What would it break?", run: "pragma providers deploy note-store --dry-run" },
    { does: "A certain one", run: "pragma providers deploy note-store 20260102.030405" },
  ],
  async run({ args, options, session }) {
    const { force, timeout } = options;
    if (options["dry-run"]) {
      const { providers } = await session.client();
      const wanted = args.version === undefined ? {} : { version: args.version };
      const preview = await providers.previewDeployment(args.provider, { ...wanted, signal: session.io.signal });
      return session.emit(preview, () => previewText(args.provider, preview));
    }
    const request = { version: args.version, force, wait: !options["no-wait"], timeout: timeoutOf(timeout) };
    await deployVersion(session, args.provider, request);
  },
});
