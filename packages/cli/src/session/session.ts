import type { Json } from "@pragma/language";
import type { Pragma } from "@pragma/sdk";
import type { ConfigStore, LoadedConfig } from "@pragma/sdk/node";
import { CliError, usageError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-codes.ts";
import type { Io } from "../io/io.ts";
import { printable } from "../output/printable.ts";
import { type Style, styleOf } from "../output/style.ts";
import type { GlobalValues } from "./global-values.ts";
import { VERSION } from "./version.ts";

/** Session of a command: all that it has to work with. */
export class Session {
  readonly io: Io;
  readonly globals: GlobalValues;
  /** Colours for stdout, or none. */
  readonly style: Style;
  #client: Pragma | undefined;

  constructor(io: Io, globals: GlobalValues) {
    this.io = io;
    this.globals = globals;
    this.style = styleOf(io.stdout, io.env);
  }

  /** The contexts and tokens on disk. */
  async store(): Promise<ConfigStore> {
    const { ConfigStore, configDirectory } = await import("@pragma/sdk/node");
    return new ConfigStore(configDirectory(this.io.env));
  }

  /** API and token, from options, environment and files. @throws CliError for an unknown context or a broken file */
  async config(): Promise<LoadedConfig> {
    const { loadConfig } = await import("@pragma/sdk/node");
    const { context, token, apiUrl } = this.globals;
    return loadConfig({ context, token, apiUrl, env: this.io.env }).catch((error: Error) => {
      throw error.name === "PragmaError" ? usageError(error.message) : error;
    });
  }

  /** A client of the API. @throws CliError if there is no token, or the address is invalid */
  async client(): Promise<Pragma> {
    if (this.#client !== undefined) return this.#client;
    const { apiUrl, token } = await this.config();
    await this.#checkContext(apiUrl);
    if (token === null) {
      throw new CliError(`There is no token for ${apiUrl}`, {
        exitCode: EXIT.auth,
        hint: "Log in with `pragma auth login`, or set PRAGMA_AUTH_TOKEN.",
      });
    }
    this.#client = await makeClient(apiUrl, token);
    return this.#client;
  }

  /**
   * A context named by `--context` must not be passed over in silence because the environment says something else: it would
   * be done elsewhere.
   */
  async #checkContext(apiUrl: string): Promise<void> {
    const { context } = this.globals;
    if (context === undefined || this.globals.apiUrl !== undefined) return;
    const { contexts } = await (await this.store()).contexts();
    const known = Object.hasOwn(contexts, context) ? contexts[context] : undefined;
    const { tokenVariable } = await import("@pragma/sdk/node");
    const names = Object.keys(contexts);
    // Where nobody ever logged in, as in CI, the environment is all there is.
    if (known === undefined && names.length > 0 && this.io.env[tokenVariable(context)] === undefined)
      throw usageError(`There is no context "${context}"; there are: ${names.join(", ")}`);
    if (known !== undefined && known.apiUrl !== apiUrl)
      this.note(`PRAGMA_API_URL is set: this is done at ${apiUrl}, not at ${known.apiUrl} of the context ${context}.`);
  }

  /**
   * Writes the result: as JSON or YAML if asked for, else what `table` says. Only this goes to stdout.
   * @param markdown asked for by a command that has `markdown`
   */
  async emit(value: unknown, table: () => string, markdown: () => string = table): Promise<void> {
    const { output } = this.globals;
    if (output === "table") return this.print(table());
    if (output === "markdown") return this.print(markdown());
    if (output === "json") return this.print(JSON.stringify(value, null, 2));
    const { writeYaml } = await import("../output/write-yaml.ts");
    this.io.stdout.write(writeYaml(value as Json));
  }

  /** A line, or several, to stdout. What came from elsewhere must have gone through `printable`. */
  print(text: string): void {
    this.io.stdout.write(`${text}\n`);
  }

  /** A word to whoever sits there, to stderr: it is not part of the result. */
  note(text: string): void {
    this.io.stderr.write(`${printable(text)}\n`);
  }
}

/** A client with or without a token. @throws CliError if the address or the token is invalid */
export async function makeClient(apiUrl: string, token?: string): Promise<Pragma> {
  if (token !== undefined && !/^[\x21-\x7e]*$/.test(token.trim())) {
    throw new CliError("The token has a space, a line break or another character that no token has", {
      exitCode: EXIT.auth,
      hint: "A token is one word, such as pragma_…, with nothing before or after it.",
    });
  }
  const { Pragma } = await import("@pragma/sdk");
  try {
    return new Pragma({ apiUrl, token, userAgent: `pragma-cli/${VERSION}` });
  } catch {
    throw usageError(`${JSON.stringify(apiUrl)} is not the address of an API`, "Such as http://localhost:8000.");
  }
}
