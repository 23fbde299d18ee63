import { type Pointer, printPointer } from './openapi-document.ts'

/** What is wrong with a document, and where in it. */
export interface SpecProblem {
  pointer: Pointer
  message: string
}

/** A problem with the file, and the line and column where known. */
export interface LocatedProblem extends SpecProblem {
  file: string
  line: number
  column: number
}

/** One line: `specs/x.yaml:12:3 #/info/x-id: what is wrong`. */
export function printProblem({ file, line, column, pointer, message }: LocatedProblem): string {
  const place = pointer.length > 0 ? ` ${printPointer(pointer)}` : ''
  return `${file}:${line}:${column}${place}: ${message}`.replaceAll(/\s+/g, ' ')
}
