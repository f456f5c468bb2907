import { ConfigError } from "@pragma/sdk/provider";
import { z } from "zod";

/** A status that counts as success. */
export const statusCode = z.int().min(200).max(599);

/** Headers; their values may hold tokens. */
export const headers = z.record(z.string().min(1).max(256), z.string().max(8192).meta({ sensitive: true }));

/** Data for templates: what is known to everybody, and what is not. */
export const dataFields = {
  values: z.record(z.string(), z.json()).default({}).meta({
    description: "Data for the templates, as {{values.<key>}}: any JSON",
  }),
  secrets: z
    .record(z.string(), z.string().meta({ sensitive: true }))
    .default({})
    .meta({
      description: "Secret texts for the templates, as {{secrets.<key>}}",
    }),
};

/** How to connect, the same for every type. */
export const connectionFields = {
  ca: z.string().min(1).optional().meta({
    description: "PEM certificate that the server's own must descend from. Left out: one that the system trusts",
  }),
  timeout: z.number().min(0.1).max(300).optional().meta({
    description: "Seconds that one request may take, its answer included. Left out: that of the connection, or 30",
  }),
};

const baseUrl = z.string().min(1);
export const DEFAULT_TIMEOUT = 30;

/** The config of a connection. */
export const connectionConfig = z.object({
  base_url: baseUrl.meta({ description: "Where the API is: https://api.example.com/v1" }),
  headers: headers.default({}).meta({ description: "Headers of every request, such as authorization; no templates" }),
  ...connectionFields,
});

type ApiConnection = z.output<typeof connectionConfig>;
type Connected = Pick<ApiConnection, "headers" | "timeout" | "ca">;

/** How a config connects, once that is known. */
type Known<Config> = Omit<Config, "timeout"> & { timeout: number };

/** An API that a config names itself has nothing of the connection. */
export function apart<Config extends Connected>(config: Config): Known<Config> {
  const { timeout = DEFAULT_TIMEOUT } = config;
  return { ...config, timeout };
}

/**
 * Puts how the connection connects into a config that leaves it to that. A header of the config wins over one of that name.
 * @param literal turns the value of a header into one of the config: where those are templates, one that stands for itself
 */
export function connected<Config extends Connected>(
  config: Config,
  { headers: given, timeout: usual = DEFAULT_TIMEOUT, ca: known }: ApiConnection,
  literal: (value: string) => string,
): Known<Config> {
  const { timeout = usual, ca = known } = config;
  const inherited = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, literal(value)]));
  return { ...config, timeout, ca, headers: { ...inherited, ...config.headers } };
}

/** A text as a template that stands for it. */
export function asTemplate(text: string): string {
  return text.replaceAll("{{", "\\{{");
}

/**
 * Puts the connection into a config with a `url`: one that begins with a slash is below the base_url, any other has nothing of it.
 * @throws ConfigError
 */
export function atUrl<Config extends Connected & { url: string }>(
  config: Config,
  connection: ApiConnection | null,
  literal: (value: string) => string,
): Known<Config> {
  if (!config.url.startsWith("/")) return apart(config);
  if (connection === null) {
    throw new ConfigError(
      "url begins with /, so it needs the base_url of a connection: name an http/connection in its field",
    );
  }
  return { ...connected(config, connection, literal), url: below(connection.base_url, config.url) };
}

/** The body of a request; at most one of the three is given. */
export const bodyFields = {
  body: z.json().optional().meta({ description: "Template of a JSON body" }),
  form: z.record(z.string(), z.string()).optional().meta({
    description: "Templates of the fields of a form (application/x-www-form-urlencoded)",
  }),
  text: z.string().optional().meta({
    description: "Template of a body of any kind; name its type in a content-type header",
  }),
};

/** Answers with more bytes are not read to their end. */
export const MAX_ANSWER_BYTES = 1024 * 1024;

/** The path is put behind that of the base, so it never leaves its origin. What is no URL is said where it is used. */
function below(base_url: string, path: string): string {
  if (!URL.canParse(base_url)) return base_url;
  const { origin, pathname, search } = new URL(base_url);
  return `${origin}${pathname.replace(/\/$/, "")}${path}${search && (path.includes("?") ? `&${search.slice(1)}` : search)}`;
}
