import { execFile } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Stack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BINARY, Cli } from "./support/cli.ts";

const run = promisify(execFile);

/** Completes a line as bash does on the tab key, and prints what it offers. */
const DRIVER = `
set -e
source <(pragma completion bash)
COMP_LINE=$1
COMP_POINT=\${#COMP_LINE}
read -r -a COMP_WORDS <<< "$COMP_LINE"
[[ "$COMP_LINE" == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
set +e
_pragma
printf '%s\\n' "\${COMPREPLY[@]}"
`;

let stack: Stack;
let cli: Cli;

beforeAll(async () => {
  stack = await startStack();
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
  await mkdir(join(cli.folder, "bin"));
  await symlink(BINARY, join(cli.folder, "bin/pragma"));
  await writeFile(
    join(cli.folder, "shop.yaml"),
    "provider: pragma\nresource: config\nname: shop\nconfig: { data: {} }\n",
  );
  await cli.run(["resources", "apply", "-f", "shop.yaml"]);
  await cli.run(["config", "set-context", "staging", "--api-url", stack.apiUrl]);
});

afterAll(async () => {
  await stack?.stop();
  await cli?.remove();
});

async function offered(line: string): Promise<string[]> {
  const env = { ...cli.env, PATH: `${join(cli.folder, "bin")}:${cli.env["PATH"]}` };
  const { stdout } = await run("bash", ["-c", DRIVER, "bash", line], { env, cwd: cli.folder });
  return stdout.split("\n").filter(Boolean);
}

it.each([
  ["pragma res", ["resources"]],
  ["pragma resources de", ["describe", "delete"]],
  ["pragma resources list --st", ["--state"]],
  ["pragma resources list --state r", ["ready"]],
  ["pragma config use-context ", ["staging"]],
  ["pragma resources get ", ["pragma/config/shop"]],
  ["pragma resources get pragma/co", ["pragma/config/shop"]],
  ["pragma resources apply -f sh", ["shop.yaml"]],
  ["pragma --con", ["--context"]],
])("bash completes %j", async (line, names) => {
  expect(await offered(line)).toEqual(names);
});

it("offers nothing, and says nothing, where the API cannot be asked", async () => {
  const { stdout, stderr } = await cli.run(["__complete", "--", "resources", "get", ""], {
    env: { PRAGMA_API_URL: "http://127.0.0.1:1" },
  });
  expect(stdout + stderr).toBe("");
});
