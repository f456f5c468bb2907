import { endpoints } from "@pragma/contract";
import { type GraphStream, streamResourceGraph } from "@pragma/core/resources/read";
import { streamJson } from "../../http/json-stream.ts";
import { arrayText, textsOf } from "../../http/lists/stream-json-array.ts";
import { defineRoute } from "../../http/route.ts";

/** `GET /resources/graph` */
export const graphRoute = defineRoute(endpoints.getResourceGraph, async ({ core, caller, query, request, reply }) => {
  const graph = await streamResourceGraph(core, caller, query);
  return streamJson(reply, textOf(graph), request.server.settings.stallMs);
});

async function* textOf({ nodes, edges }: GraphStream): AsyncGenerator<string> {
  const edgesText = arrayText(textsOf(edges));
  // An error while reading the first edges is still sent as an error.
  const first = await edgesText.next();
  yield `{"nodes":${JSON.stringify(nodes)},"edges":${first.value}`;
  for await (const more of edgesText) yield more;
  yield "}";
}
