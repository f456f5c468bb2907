import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { EXIT } from "../../errors/exit-codes.ts";
import { defineCommand } from "../../framework/command.ts";

export const command = defineCommand({
  description: "Equal types give equal text, so it can be kept in a repository and verified there with --check.",
  options: {
    out: { type: "string", value: "file", description: "File to write; stdout if left out", complete: "file" },
    check: { type: "boolean", description: "Write nothing; end with 1 if --out is not up to date" },
    module: { type: "string", description: "Module whose types are added to; @pragma/sdk if left out" },
  },
  examples: [
    { does: "Write them", run: "pragma types generate --out src/pragma-types.ts" },
    { does: "Are they up to date?", run: "pragma types generate --out src/pragma-types.ts --check" },
  ],
  async run({ options, session }) {
    const client = await session.client();
    const { generateTypes } = await import("@pragma/sdk/codegen");
    const text = generateTypes(await client.resources.types().toArray(), { module: options.module });
    if (options.out === undefined) {
      session.io.stdout.write(text);
      return;
    }
    const path = resolve(session.io.cwd, options.out);
    const before = await readFile(path, "utf8").catch(() => null);
    const current = before === text;
    if (!current && !options.check) await writeFile(path, text);
    const word = current ? "is up to date" : "was written";
    const stale = options.check && !current;
    await session.emit(
      { file: options.out, changed: !current },
      () => `${options.out} ${stale ? "is not up to date" : word}`,
    );
    return stale ? EXIT.failed : EXIT.ok;
  },
});
