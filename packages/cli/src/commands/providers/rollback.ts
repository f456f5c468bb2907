import { CliError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-codes.ts";
import { defineCommand } from "../../framework/command.ts";
import { deployVersion } from "../../provider/deploy-version.ts";
import { PROVIDER_ARGUMENT } from "../../provider/provider-argument.ts";
import { TIMEOUT_OPTION, timeoutOf } from "../../resource/duration.ts";

export const command = defineCommand({
  args: {
    provider: PROVIDER_ARGUMENT,
    version: {
      description: "Version; the good build before the deployed one if left out",
      optional: true,
      complete: "build",
    },
  },
  options: {
    force: { type: "boolean", description: "Also if its schemas break existing resources" },
    "no-wait": { type: "boolean", description: "Don't wait until it serves" },
    timeout: TIMEOUT_OPTION,
  },
  examples: [{ does: "Undo the last deployment", run: "pragma providers rollback note-store" }],
  async run({ args, options, session }) {
    const { force, timeout } = options;
    const version = args.version ?? (await versionBefore(await session.client(), args.provider));
    await deployVersion(session, args.provider, {
      version,
      force,
      wait: !options["no-wait"],
      timeout: timeoutOf(timeout),
    });
  },
});

async function versionBefore({ providers }: Client, provider: string): Promise<string> {
  const { version } = await providers.deployment(provider);
  const builds = await providers.builds(provider);
  // Versions are moments, written so that their order as text is that of time.
  const before = builds.find((build) => build.status === "success" && build.version < (version ?? ""));
  if (before !== undefined) return before.version;
  throw new CliError(`${provider} has no good build before ${version}`, { exitCode: EXIT.notFound });
}

type Client = Pick<import("@pragma/sdk").Pragma, "providers">;
