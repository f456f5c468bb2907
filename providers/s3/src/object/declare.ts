import type { Call } from "../client/send.ts";
import { readTags } from "../client/tagging.ts";
import { declareContent } from "./content.ts";
import type { LoadedObject } from "./inspect.ts";
import { propertiesOf } from "./properties.ts";

/** The config that declares an object as it is; null if its content is more than a config can declare. */
export async function declareObject(call: Call, { content, headers, outputs: { bucket, key } }: LoadedObject) {
  if (content === undefined) return null;
  const tags = await readTags(call, { bucket, key });
  return { bucket, key, ...declareContent(content), ...propertiesOf(headers), tags };
}
