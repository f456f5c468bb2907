"use client";

export { PageProblem as default } from "~/features/shell/page-problem.tsx";
