import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { services } from "~/server/services.ts";

/** The CLI and the SDK, public: npm cannot sign in here, and they contain no secrets. */
const HANDED_OUT: ReadonlySet<string> = new Set(["pragma-cli.tgz", "pragma-sdk.tgz"]);

export async function GET(_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params;
  if (!HANDED_OUT.has(file)) return Response.json({ error: "No such package" }, { status: 404 });
  try {
    const bytes = await readFile(join(services().packagesFolder, file));
    return new Response(new Uint8Array(bytes), { headers: { "content-type": "application/gzip" } });
  } catch {
    const error = "The packages were not built: `pnpm --filter @pragma/web build` makes them";
    return Response.json({ error }, { status: 404 });
  }
}
