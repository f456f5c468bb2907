import type { WireChangeInput } from "./models.ts";
import type { ApplyInput, TypeName } from "./resource.ts";

type Readable<Value> = Value extends readonly (infer Item)[] ? readonly Item[] : Value;

/** The type of a document whose provider is known must be one of that provider's. */
type Document<Types, Provider extends string, Type extends string> =
  Type extends TypeName<Types, Provider>
    ? {
        readonly [Field in keyof ApplyInput<Types, Provider, Type>]: Readable<ApplyInput<Types, Provider, Type>[Field]>;
      }
    : { readonly resource: TypeName<Types, Provider> };

/** Identity that every document of a change has; the rest follows from its type. */
export interface DocumentIdentity {
  readonly provider: string;
  readonly resource: string;
  readonly name: string;
}

/** The documents of a change, each held against the config of its own type. */
export type ChangeDocuments<Types, Documents extends readonly DocumentIdentity[]> = {
  readonly [Index in keyof Documents]: Document<Types, Documents[Index]["provider"], Documents[Index]["resource"]>;
};

/** The input of a plan: documents, deletions, what to apply again and what to do about drift, at least one of them, or a set to prune; at most 2,000 together. */
export type ChangeInput<Types, Documents extends readonly DocumentIdentity[]> = Omit<WireChangeInput, "documents"> & {
  /** As in `resources.apply`; without `lifecycle_state` they are `pending`. */
  documents?: Documents & ChangeDocuments<Types, Documents>;
};
