import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Files of Prisma in an app's bundle, by the files that esbuild puts into it. */
async function prismaIn(app: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [join(ROOT, "apps", app, "src", "main.ts")],
    outdir: join(ROOT, "apps", app, "dist"),
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    loader: { ".node": "copy" },
    external: ["pg-native", "graphile-worker", "next"],
    absWorkingDir: ROOT,
    logLevel: "error",
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 && /@prisma\/|packages\/db\/src\/(generated|prisma)\//.test(path) ? [path] : [],
  );
}

it("the worker's bundle carries no Prisma Client, which its memory and its start would pay for", async () => {
  expect(await prismaIn("worker")).toEqual([]);
});

it("the API's does: so the one above is not looked for in vain", async () => {
  expect((await prismaIn("api")).some((path) => path.includes("query_compiler"))).toBe(true);
});
