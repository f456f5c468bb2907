/** A file that is sent into a Pod. */
export interface PlannedFile {
  /** Relative to the Pod's folder. */
  path: string;
  size: number;
  sha256: string;
  /** Whether it is a program. */
  isExecutable?: boolean;
}

/** First message to a Pod: what follows, and what to run then. */
export interface PodPlan {
  files: PlannedFile[];
  /** The file of the agent. */
  agent: string;
  /** The program and its arguments. Without a first one, it is Node's own. */
  command: readonly string[];
  /** Whether the program has the protocol on descriptor 3, and everything that it prints is beside it. */
  hasOwnDescriptor: boolean;
}
