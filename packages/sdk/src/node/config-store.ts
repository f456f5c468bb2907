import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { PragmaError } from "../client/errors/index.ts";
import { readText, writePrivate } from "./internal/write-private.ts";
import { editYaml, readYaml } from "./internal/yaml.ts";

/** The addresses of an installation. */
export interface Context {
  apiUrl: string;
  /** Its dashboard, for logins; null if it is not known. */
  authUrl: string | null;
}

/** The known installations, and the default one. */
export interface Contexts {
  current: string | null;
  contexts: Record<string, Context>;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** `$XDG_CONFIG_HOME/pragma`, or `~/.config/pragma`. A relative `XDG_CONFIG_HOME` is ignored, as its standard says. */
export function configDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_CONFIG_HOME: base = "" } = env;
  return join(isAbsolute(base) ? base : join(homedir(), ".config"), "pragma");
}

/**
 * Contexts and tokens as files: `config`, in YAML, and `credentials`, a line `<context>=<token>` each, both mode 600.
 */
export class ConfigStore {
  readonly configPath: string;
  readonly credentialsPath: string;

  constructor(directory: string = configDirectory()) {
    this.configPath = join(directory, "config");
    this.credentialsPath = join(directory, "credentials");
  }

  /** @throws PragmaError if the file is invalid */
  async contexts(): Promise<Contexts> {
    return this.#parse(await readText(this.configPath));
  }

  /** Adds or replaces a context. The first one becomes the current one. */
  async setContext(name: string, { apiUrl, authUrl }: Context): Promise<void> {
    const text = await readText(this.configPath);
    const { current } = this.#parse(text);
    const value = { api_url: apiUrl, ...(authUrl === null ? {} : { auth_url: authUrl }) };
    const edited = editYaml(text, ["contexts", checked(name)], value);
    await writePrivate(this.configPath, current === null ? editYaml(edited, ["current_context"], name) : edited);
  }

  /** @throws PragmaError for an unknown context */
  async useContext(name: string): Promise<void> {
    const text = await readText(this.configPath);
    const { contexts } = this.#parse(text);
    if (!Object.hasOwn(contexts, name)) throw unknownContext(name, Object.keys(contexts));
    await writePrivate(this.configPath, editYaml(text, ["current_context"], name));
  }

  /** Forgets a context and its token. @returns whether it existed */
  async deleteContext(name: string): Promise<boolean> {
    const text = await readText(this.configPath);
    const { current, contexts } = this.#parse(text);
    await this.deleteToken(name);
    if (!Object.hasOwn(contexts, name)) return false;
    const edited = editYaml(text, ["contexts", name], undefined);
    const orphaned = current === name;
    await writePrivate(this.configPath, orphaned ? editYaml(edited, ["current_context"], undefined) : edited);
    return true;
  }

  /** The token of a context, or null. */
  async token(context: string): Promise<string | null> {
    return (await this.#tokens()).get(context) ?? null;
  }

  /** Stores a token for a context, replacing the previous one. */
  async storeToken(context: string, token: string): Promise<void> {
    if (!/^[\x21-\x7e]+$/.test(token)) throw new PragmaError("A token is visible ASCII without spaces");
    const tokens = await this.#tokens();
    await this.#writeTokens(tokens.set(checked(context), token));
  }

  /** Forgets the token of a context. @returns whether there was one */
  async deleteToken(context: string): Promise<boolean> {
    const tokens = await this.#tokens();
    if (!tokens.delete(context)) return false;
    await this.#writeTokens(tokens);
    return true;
  }

  #parse(text: string): Contexts {
    const { current_context: current = null, contexts } = object(this.#read(text));
    const known = Object.entries(object(contexts)).map(([name, value]) => {
      const { api_url: apiUrl, auth_url: authUrl } = object(value);
      if (typeof apiUrl !== "string") throw new PragmaError(`${this.configPath}: context ${name} has no api_url`);
      return [name, { apiUrl, authUrl: typeof authUrl === "string" ? authUrl : null }] as const;
    });
    return { current: typeof current === "string" ? current : null, contexts: Object.fromEntries(known) };
  }

  #read(text: string): unknown {
    try {
      return readYaml(text);
    } catch (cause) {
      throw new PragmaError(`${this.configPath}: ${(cause as Error).message}`, { cause });
    }
  }

  async #tokens(): Promise<Map<string, string>> {
    const lines = (await readText(this.credentialsPath)).split(/\r?\n/);
    const pairs = lines.map((line) => [
      line.slice(0, line.indexOf("=")).trim(),
      line.slice(line.indexOf("=") + 1).trim(),
    ]);
    return new Map(pairs.filter(([name, token]) => name !== "" && token !== "") as [string, string][]);
  }

  #writeTokens(tokens: Map<string, string>): Promise<void> {
    return writePrivate(this.credentialsPath, [...tokens].map(([name, token]) => `${name}=${token}\n`).join(""));
  }
}

/** The error for an invalid context name. */
export function unknownContext(name: string, known: readonly string[]): PragmaError {
  return new PragmaError(`There is no context "${name}"${known.length > 0 ? `; there are: ${known.join(", ")}` : ""}`);
}

function checked(name: string): string {
  if (!NAME.test(name))
    throw new PragmaError(`"${name}" is not a name of a context: it may have letters, digits, ".", "_" and "-"`);
  return name;
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
