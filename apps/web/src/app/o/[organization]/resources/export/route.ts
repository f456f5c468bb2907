import { requireOrganization } from "~/auth/organization.ts";
import { EXPORT_FORMATS } from "~/features/resource-list/export/export-formats.ts";
import { exportResources } from "~/features/resource-list/export/export-resources.ts";
import { readExport } from "~/features/resource-list/export/read-export.ts";
import { services } from "~/server/services.ts";

/** All resources that match the filters of the list, as a file. It ends with the reader. */
export async function GET(request: Request): Promise<Response> {
  const { member } = await requireOrganization();
  const asked = readExport(new URL(request.url).searchParams);
  if ("problem" in asked) return new Response(asked.problem, { status: 400 });
  const { format, filter } = asked;
  const { core, useCases } = services();
  useCases.requireScope(member, "resources:read");
  const { admitted, resetSeconds } = await useCases.takeRequest(core, member);
  if (!admitted) {
    const headers = { "Retry-After": String(resetSeconds) };
    return new Response(`Rate limit exceeded: try again in ${resetSeconds} s`, { status: 429, headers });
  }
  const parts = exportResources(member, filter, format);
  const day = new Date().toISOString().slice(0, 10);
  return new Response(streamOf(parts), {
    headers: {
      "Content-Type": EXPORT_FORMATS[format].contentType,
      "Content-Disposition": `attachment; filename="resources-${day}.${format}"`,
      "Cache-Control": "no-store",
    },
  });
}

/** Asks for a part when the reader has room for it. */
function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
