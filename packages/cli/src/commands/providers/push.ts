import { resolve } from "node:path";
import { defineCommand } from "../../framework/command.ts";
import { printable } from "../../output/printable.ts";
import { fields } from "../../output/table.ts";
import { deployVersion } from "../../provider/deploy-version.ts";
import { TIMEOUT_OPTION, timeoutOf } from "../../resource/duration.ts";
import { sayOnInterrupt } from "../../session/say-on-interrupt.ts";

export const command = defineCommand({
  description:
    "Whatever is in the folder is sent, but for node_modules, vendor, .git, .env, package managers' settings and links. A push\ndeploys nothing by itself. Types are checked before, by the folder's own TypeScript; what they do not fit is not pushed.",
  args: {
    folder: { description: "Folder of the package; the current one if left out", optional: true, complete: "folder" },
  },
  options: {
    deploy: { type: "boolean", description: "Deploy it once it is built" },
    force: { type: "boolean", description: "Deploy even if its schemas break existing resources" },
    "no-check": { type: "boolean", description: "Push even if its types are wrong" },
    "no-wait": { type: "boolean", description: "Don't wait for the build" },
    timeout: TIMEOUT_OPTION,
  },
  examples: [
    { does: "Build and deploy what is here", run: "pragma providers push --deploy" },
    { does: "Only build", run: "pragma providers push ../note-store" },
  ],
  async run({ args, options, session }) {
    const { packFolder } = await import("../../provider/pack-folder.ts");
    const folder = resolve(session.io.cwd, args.folder ?? ".");
    const { provider, archive, files } = await packFolder(folder);
    const { signal } = session.io;
    if (!options["no-check"]) {
      const { checkTypes } = await import("../../provider/check-types.ts");
      const reason = await checkTypes(folder, files, signal);
      if (reason !== null) session.note(`Types were not checked here: ${reason}`);
    }
    const { providers } = await session.client();
    const bytes = new Blob([archive], { type: "application/gzip" });
    const pushed = await providers.push(provider, bytes, { signal });
    const { version } = pushed;
    if (options["no-wait"] && !options.deploy) {
      await session.emit({ provider, ...pushed }, () => `${provider} ${version} is being built`);
      return;
    }
    session.note(`${provider} ${version}: ${files.length} files pushed`);
    const timeout = timeoutOf(options.timeout);
    const follow = async () => {
      for await (const line of providers.buildLogs(provider, version, { signal }))
        session.io.stderr.write(`${printable(line)}\n`);
      return providers.waitForBuild(provider, version, { timeout, signal });
    };
    const build = await sayOnInterrupt(
      session,
      () => `The build goes on: \`pragma providers logs ${provider} ${version}\` shows it. Nothing was deployed.`,
      follow,
    );
    if (options.deploy) {
      return deployVersion(session, provider, { version, force: options.force, wait: !options["no-wait"], timeout });
    }
    await session.emit(build, () =>
      fields(
        [
          ["Provider", provider],
          ["Version", version],
          ["Build", build.status],
        ],
        session.style,
      ),
    );
  },
});
