import { readdirSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { usageError } from "../../errors/cli-error.ts";
import { defineCommand } from "../../framework/command.ts";

/** Next to the program: the template, and the SDK for the new package. */
const TEMPLATE = fileURLToPath(new URL("../template", import.meta.url));
const SDK = fileURLToPath(new URL("../sdk", import.meta.url));

export const command = defineCommand({
  args: { folder: { description: "Folder to create", complete: "folder" } },
  options: { name: { type: "string", description: "Name of the provider; that of the folder if left out" } },
  examples: [{ does: "A provider called note-store", run: "pragma providers init note-store" }],
  async run({ args, options, session }) {
    const { createProvider } = await import("@pragma/sdk/provider/template");
    const folder = resolve(session.io.cwd, args.folder);
    const [tarball = ""] = readdirSync(SDK);
    try {
      const sdk = { tarball: resolve(SDK, tarball) };
      const { name, files } = createProvider({ folder, name: options.name, sdk, template: TEMPLATE });
      const here = relative(session.io.cwd, folder) || ".";
      await session.emit({ provider: name, folder, files }, () => {
        const list = files.map((file) => `  ${file}`).join("\n");
        return `Provider ${name} is in ${here}:\n${list}\n\nNext:\n  cd ${here}\n  npm install\n  npm test\n  pragma providers push --deploy`;
      });
    } catch (error) {
      throw error instanceof Error && error.name === "CreateProviderError" ? usageError(error.message) : error;
    }
  },
});
