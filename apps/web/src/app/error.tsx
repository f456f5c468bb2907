"use client";

import { PageProblem, type PageProblemProps } from "~/features/shell/page-problem.tsx";

export default function OutsideError(props: PageProblemProps) {
  return (
    <main>
      <PageProblem {...props} />
    </main>
  );
}
