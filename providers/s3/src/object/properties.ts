import type { ObjectConfig } from "./config.ts";

/** What is said of an object beside its content, by headers. */
export type Properties = Pick<
  ObjectConfig,
  "content_type" | "cache_control" | "content_encoding" | "content_disposition" | "metadata"
>;

type Headers = Readonly<Record<string, string>>;

const OF_METADATA = "x-amz-meta-";
const OPTIONAL = ["cache_control", "content_encoding", "content_disposition"] as const;

/** Headers of the request that writes an object. */
export function headersOf(properties: Properties & Pick<ObjectConfig, "tags">): Record<string, string> {
  const { content_type, metadata, tags } = properties;
  const tagging = Object.entries(tags).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return Object.fromEntries([
    ["content-type", content_type],
    ...OPTIONAL.flatMap((name) => (properties[name] === undefined ? [] : [[headerOf(name), properties[name]]])),
    ...Object.entries(metadata).map(([name, value]) => [`${OF_METADATA}${name}`, value]),
    ...(tagging.length > 0 ? [["x-amz-tagging", tagging.join("&")]] : []),
  ]);
}

/** What an answer's headers say. */
export function propertiesOf(headers: Headers): Properties {
  const optional = OPTIONAL.flatMap((name) => {
    const value = headers[headerOf(name)];
    return value === undefined || value === "" ? [] : [[name, value]];
  });
  const metadata = Object.entries(headers)
    .filter(([name]) => name.startsWith(OF_METADATA))
    .map(([name, value]) => [name.slice(OF_METADATA.length), value]);
  return {
    content_type: headers["content-type"] ?? "",
    ...Object.fromEntries(optional),
    metadata: Object.fromEntries(metadata),
  };
}

/** The same in terms of a config: what it declares and is not there is null. */
export function propertiesAsFound(config: Properties, headers: Headers) {
  const found = propertiesOf(headers);
  const absent = OPTIONAL.filter((name) => config[name] !== undefined && found[name] === undefined);
  return { ...found, ...Object.fromEntries(absent.map((name) => [name, null])) };
}

function headerOf(name: (typeof OPTIONAL)[number]): string {
  return name.replace("_", "-");
}
