/** A directed graph: the nodes that each node points to. Nodes that only others point to need no entry. */
export type Edges = ReadonlyMap<string, Iterable<string>>;
