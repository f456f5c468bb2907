import type { Prisma, PrismaClient } from "../generated/client.ts";

type Models = Prisma.TypeMap["model"];
type ModelName = keyof Models;
type DelegateOf<Model extends ModelName> = PrismaClient[Uncapitalize<Model>];

/** Models whose rows belong to an organization. */
type OwnedModel = {
  [Model in ModelName]: "organizationId" extends keyof Models[Model]["payload"]["scalars"] ? Model : never;
}[ModelName];

type Lists<Objects> = {
  [Field in keyof Objects]: Objects[Field] extends readonly { name: OwnedModel }[] ? Field : never;
}[keyof Objects];

/** Relations to many rows of an organization. */
export type OwnedList = { [Model in ModelName]: Lists<Models[Model]["payload"]["objects"]> }[ModelName];

type Choosing = "aggregate" | "count" | "deleteMany" | "findFirst" | "findMany" | "groupBy";
type Plain =
  | Choosing
  | "create"
  | "createMany"
  | "createManyAndReturn"
  | "updateMany"
  | "updateManyAndReturn"
  | "upsert";

/** Without the fields that name the organization, or reach rows of others. */
type Own<Data> = Data extends readonly (infer Row)[]
  ? Own<Row>[]
  : Omit<Data, "organizationId" | "organization" | "membership" | OwnedList>;

type OwnData<Args> = Args extends { data: infer Data } ? Omit<Args, "data"> & { data: Own<Data> } : Args;

type Written<Delegate, Operation extends "create" | "createManyAndReturn" | "updateManyAndReturn"> = <
  Args extends OwnData<Prisma.Args<Delegate, Operation>>,
>(
  args: Args,
) => Promise<Prisma.Result<Delegate, Args, Operation>>;

type Counted<Delegate, Operation extends "createMany" | "updateMany"> = (
  args: OwnData<Prisma.Args<Delegate, Operation>>,
) => Promise<Prisma.BatchPayload>;

/** The operations on the rows of one organization, none of which names the organization. */
type OwnedDelegate<Delegate> = Pick<Delegate, Choosing & keyof Delegate> & {
  create: Written<Delegate, "create">;
  createMany: Counted<Delegate, "createMany">;
  createManyAndReturn: Written<Delegate, "createManyAndReturn">;
  updateMany: Counted<Delegate, "updateMany">;
  updateManyAndReturn: Written<Delegate, "updateManyAndReturn">;
};

/** The client within one organization. */
export type OrganizationClient = {
  readonly [Model in OwnedModel as Uncapitalize<Model>]: OwnedDelegate<DelegateOf<Model>>;
} & {
  readonly organization: Pick<DelegateOf<"Organization">, Choosing | "updateMany" | "updateManyAndReturn">;
};

type PlainDelegate<Delegate> = Pick<Delegate, Plain & keyof Delegate>;

/** The client for rows that belong to no organization. */
export type InstallationClient = {
  readonly [Model in Exclude<ModelName, OwnedModel | "Organization"> as Uncapitalize<Model>]: PlainDelegate<
    DelegateOf<Model>
  >;
};

/** The client for all rows. */
export type WholeClient = { readonly [Model in ModelName as Uncapitalize<Model>]: PlainDelegate<DelegateOf<Model>> };
