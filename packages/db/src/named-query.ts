import pg from "pg";
import type { TimedQuery } from "./sessions.ts";

/** Reads a column's value. */
type Parser = (text: string) => unknown;

/** Makes a row of what the server sent for its columns. */
type ReadRow = (texts: readonly (string | null)[]) => pg.QueryResultRow;

/** The driver's undeclared fields of a result's columns. */
interface Columns {
  fields: pg.FieldDef[];
  _parsers: readonly Parser[];
  parseRow: ReadRow;
}

/** A result before its rows come. */
interface AwaitedResult extends Columns {
  /** Asked for by Prisma: rows are lists of values. */
  readonly rowAsArray: boolean;
}

/** The driver's undeclared fields of a query. */
interface Internals {
  readonly name: string;
  readonly _result: AwaitedResult;
  _accumulateRows: boolean;
}

interface RowDescription {
  readonly fields: pg.FieldDef[];
}

interface Base {
  handleRowDescription(message: RowDescription): void;
}

/** The columns of each named statement, as last described. */
const known = new Map<string, Columns>();

/**
 * A statement under a name. The server describes its columns with each answer, and the driver works out each time how
 * to read them, which was 5 % of a GET's processor time; here, once for as long as they stay the same. It also copies a row
 * and sets its fields by name, one by one, which was 16 % of a page of 50 resources; {@link readerOf} makes the row in one go.
 */
class NamedQuery extends pg.Query {
  /** Looked for by the driver when it is handed the query. */
  readonly query_timeout: number | undefined;

  constructor(config: TimedQuery, callback?: (error: Error | undefined, result: pg.QueryResult) => void) {
    super(config, callback);
    this.query_timeout = config.query_timeout;
  }

  /** Called by the driver before the first row. */
  handleRowDescription(message: RowDescription): void {
    const query = this as unknown as Internals;
    const columns = known.get(query.name);
    if (columns !== undefined && areSame(columns.fields, message.fields)) {
      Object.assign(query._result, columns);
      query._accumulateRows = true;
      return;
    }
    (pg.Query.prototype as unknown as Base).handleRowDescription.call(this, message);
    const { rowAsArray, fields, _parsers, parseRow } = query._result;
    known.set(query.name, { fields, _parsers, parseRow: rowAsArray ? parseRow : readerOf(fields, _parsers) });
  }
}

/**
 * Compiled, since only an object literal has its fields from the beginning. The code holds nothing but the names of columns,
 * which our statements give them, as string literals. All values come as text: a binary format is never asked for.
 */
function readerOf(fields: readonly pg.FieldDef[], parsers: readonly Parser[]): ReadRow {
  const values = fields.map(
    ({ name }, index) =>
      `${JSON.stringify(name)}: texts[${index}] === null ? null : parsers[${index}](texts[${index}])`,
  );
  const makeReader = new Function("parsers", `return (texts) => ({ ${values.join(", ")} })`);
  return makeReader(parsers) as ReadRow;
}

function areSame(some: readonly pg.FieldDef[], others: readonly pg.FieldDef[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ name, dataTypeID }, index) => {
      const other = others[index];
      return other?.name === name && other.dataTypeID === dataTypeID;
    })
  );
}

/** Sends a query on a connection, or on any of a pool. @throws what the driver throws, with the stack of the caller */
export function ask(on: pg.Pool | pg.ClientBase, query: TimedQuery): Promise<pg.QueryResult> {
  if (!query.name) return on.query(query);
  // A pool has a promise for whatever it is asked, though its types say otherwise.
  if (on instanceof pg.Pool) return on.query(new NamedQuery(query)) as unknown as Promise<pg.QueryResult>;
  return new Promise<pg.QueryResult>((resolve, reject) => {
    on.query(new NamedQuery(query, (error, result) => (error ? reject(error) : resolve(result))));
  }).catch((error: Error) => {
    // Its own ends in the driver's reading of the socket.
    Error.captureStackTrace(error);
    throw error;
  });
}
