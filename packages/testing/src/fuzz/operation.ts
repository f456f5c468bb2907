import type { Schema } from "./schema-values.ts";

/** A parameter of an operation, with its references resolved. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly schema: Schema;
}

/** An operation of the document, as the basis of requests. */
export interface FuzzOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The schema of its body, if it has one. */
  readonly body: Schema | null;
  /** The form field that it takes instead. */
  readonly formField: string | null;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
  };
}

interface DocumentOperation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter & { readonly $ref?: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** The basis of requests: the operations of a document, and the schemas that they refer to. */
export interface Api {
  readonly operations: readonly FuzzOperation[];
  readonly schemas: Readonly<Record<string, Schema>>;
}

/** Reads the operations of an OpenAPI document. */
export function readApi(document: unknown): Api {
  const { paths, components } = document as Document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      parameters: (operation.parameters ?? []).map((parameter) => resolved(parameter, components.parameters)),
      ...bodyOf(operation),
    })),
  );
  return { operations, schemas: components.schemas };
}

function resolved(parameter: Parameter & { $ref?: string }, shared: Readonly<Record<string, Parameter>>): Parameter {
  if (parameter.$ref === undefined) return parameter;
  const found = shared[parameter.$ref.replace("#/components/parameters/", "")];
  if (found === undefined) throw new Error(`${parameter.$ref} is not in the document`);
  return found;
}

function bodyOf({ requestBody }: DocumentOperation): Pick<FuzzOperation, "body" | "formField"> {
  const form = requestBody?.content["multipart/form-data"]?.schema;
  const fields = Object.keys((form?.["properties"] ?? {}) as object);
  return { body: requestBody?.content["application/json"]?.schema ?? null, formField: fields[0] ?? null };
}
