import type { JsonObject } from "./models.ts";

/** The types of resources that a client knows: `provider/resource` to config and outputs. */
export type ResourceTypeMap = Record<string, { config: object; outputs: object }>;

/**
 * The types that every client knows. What `generateTypes` of `@pragma/sdk/codegen` writes adds to it:
 *
 *     declare module "@pragma/sdk" {
 *       interface ResourceTypes {
 *         "postgres/database": { config: PostgresDatabaseConfig; outputs: PostgresDatabaseOutputs };
 *       }
 *     }
 */
export interface ResourceTypes {
  "pragma/secret": {
    config: { data: Record<string, string> };
    outputs: { keys: string[] } & Record<string, string | string[]>;
  };
  "pragma/config": { config: { data: JsonObject }; outputs: JsonObject };
  "pragma/file": {
    config: { content_type?: string; content?: string };
    outputs: {
      url: string;
      public_url: string;
      size: number;
      content_type: string;
      checksum: string;
      uploaded_at: string;
    };
  };
}

/** Shape of a provider and its schemas, as far as they are read: no import of zod comes into the client's types. */
interface ProviderLike {
  readonly resources: Record<string, { readonly config: SchemaLike; readonly outputs: SchemaLike }>;
}
interface SchemaLike {
  readonly _zod: { readonly input: unknown; readonly output: unknown };
}

/**
 * The types of a provider of your own, from its definition. Import that as a type, so that nothing of it is bundled.
 *
 * @example
 * const pragma = new Pragma<ResourceTypes & TypesOf<"notes", typeof provider>>({ apiUrl, token });
 */
export type TypesOf<Name extends string, Provider extends ProviderLike> = {
  [Type in keyof Provider["resources"] & string as `${Name}/${Type}`]: {
    config: Provider["resources"][Type]["config"]["_zod"]["input"] & object;
    outputs: Provider["resources"][Type]["outputs"]["_zod"]["output"] & object;
  };
};
