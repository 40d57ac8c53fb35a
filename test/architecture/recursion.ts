import { join, relative, sep } from 'node:path';
import {
  createCompilerHost,
  createProgram,
  type CompilerOptions,
  forEachChild,
  type Identifier,
  isFunctionLike,
  isIdentifier,
  isParameter,
  isShorthandPropertyAssignment,
  isTypeNode,
  isVariableDeclaration,
  ModuleKind,
  ModuleResolutionKind,
  type Node,
  type Program,
  resolveModuleName,
  ScriptTarget,
  type Symbol as TypescriptSymbol,
  SymbolFlags,
  type Type,
  type TypeChecker,
  type TypeReference,
} from 'typescript';
import { ROOT } from './source-files';

const OPTIONS: CompilerOptions = {
  target: ScriptTarget.ES2022,
  module: ModuleKind.CommonJS,
  moduleResolution: ModuleResolutionKind.Bundler,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  lib: ['lib.es2022.d.ts'],
  types: [],
};

/** A function, or a constant that holds functions. */
export interface FunctionNode {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  /** Of its parameters, and of those of the functions inside of it. */
  readonly parameterTypes: readonly ParameterType[];
}

/** An object type: a parameter's, or that of a part of a union or of a list. */
export interface ParameterType {
  /** The file that declares it. */
  readonly path: string;
  readonly members: readonly string[];
}

/**
 * The functions of the files that call themselves, directly or by way of others, grouped by the circle that they form. A
 * function that is only named, e.g. handed to `map`, counts as called. `texts` has files that are not on disk, by path.
 */
export function listCircles(
  files: readonly string[],
  texts: ReadonlyMap<string, string> = new Map(),
): readonly (readonly FunctionNode[])[] {
  const program = createRepositoryProgram(files, texts);
  const checker = program.getTypeChecker();
  const functions = new Map<TypescriptSymbol, Node>();
  const references = new Map<TypescriptSymbol, Set<TypescriptSymbol>>();
  const visit = (node: Node, above: readonly TypescriptSymbol[]): void => {
    if (isTypeNode(node)) return;
    const symbol = declaredFunction(node, checker);
    if (symbol !== null) {
      functions.set(symbol, node);
      references.set(symbol, new Set());
    }
    const target = isIdentifier(node) ? targetOf(node, checker) : null;
    if (target !== null) above.forEach((each) => references.get(each)?.add(target));
    const inside = symbol === null ? above : [...above, symbol];
    forEachChild(node, (child) => visit(child, inside));
  };
  for (const source of program.getSourceFiles())
    if (files.includes(pathOf(source.fileName))) visit(source, []);
  return circlesOf(references).map((circle) =>
    circle.flatMap((symbol) => {
      const node = functions.get(symbol);
      return node === undefined ? [] : [toFunctionNode(symbol.name, node, checker)];
    }),
  );
}

function toFunctionNode(name: string, node: Node, checker: TypeChecker): FunctionNode {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  const parameterTypes: ParameterType[] = [];
  const visit = (child: Node): void => {
    if (isParameter(child))
      parameterTypes.push(...objectTypes(checker.getTypeAtLocation(child), checker));
    forEachChild(child, visit);
  };
  visit(node);
  return { path: pathOf(source.fileName), line: line + 1, name, parameterTypes };
}

function createRepositoryProgram(
  files: readonly string[],
  texts: ReadonlyMap<string, string>,
): Program {
  const host = createCompilerHost(OPTIONS);
  const disk = { ...host };
  host.readFile = (name) => texts.get(pathOf(name)) ?? disk.readFile(name);
  host.fileExists = (name) => texts.has(pathOf(name)) || disk.fileExists(name);
  host.directoryExists = () => true;
  // Packages are left out: what they declare is no function of ours, and reading them takes long.
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) =>
      text.startsWith('.')
        ? resolveModuleName(text, from, OPTIONS, host)
        : { resolvedModule: undefined },
    );
  return createProgram(
    files.map((file) => join(ROOT, file)),
    OPTIONS,
    host,
  );
}

/** The symbol of a function with a name, of a method, or of a constant with functions in it. */
function declaredFunction(node: Node, checker: TypeChecker): TypescriptSymbol | null {
  const isFunction = isFunctionLike(node) && 'name' in node && node.name !== undefined;
  const isConstant = isVariableDeclaration(node) && holdsFunction(node.initializer);
  if (!isFunction && !isConstant) return null;
  const { name } = node as { readonly name?: Node };
  return name === undefined ? null : (checker.getSymbolAtLocation(name) ?? null);
}

function holdsFunction(node: Node | undefined): boolean {
  if (node === undefined) return false;
  return isFunctionLike(node) || forEachChild(node, holdsFunction) === true;
}

/** What an identifier refers to; null where it is the name in a declaration. */
function targetOf(node: Identifier, checker: TypeChecker): TypescriptSymbol | null {
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return null;
  if (symbol.declarations?.some((each) => 'name' in each && each.name === node) === true)
    return isShorthandPropertyAssignment(node.parent)
      ? (checker.getShorthandAssignmentValueSymbol(node.parent) ?? null)
      : null;
  return (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

function objectTypes(type: Type, checker: TypeChecker): readonly ParameterType[] {
  if (type.isUnionOrIntersection()) return type.types.flatMap((each) => objectTypes(each, checker));
  if (checker.isArrayLikeType(type))
    return checker
      .getTypeArguments(type as TypeReference)
      .flatMap((each) => objectTypes(each, checker));
  const [declaration] = type.symbol?.declarations ?? [];
  if (declaration === undefined) return [];
  const members = type.getProperties().map((each) => each.name);
  return [{ path: pathOf(declaration.getSourceFile().fileName), members }];
}

/** Strongly connected symbols (Tarjan), and those that refer to themselves. */
function circlesOf(
  references: ReadonlyMap<TypescriptSymbol, ReadonlySet<TypescriptSymbol>>,
): readonly (readonly TypescriptSymbol[])[] {
  const circles: TypescriptSymbol[][] = [];
  const order = new Map<TypescriptSymbol, number>();
  const lowest = new Map<TypescriptSymbol, number>();
  const open: TypescriptSymbol[] = [];
  const visit = (symbol: TypescriptSymbol): number => {
    const index = order.size;
    order.set(symbol, index);
    open.push(symbol);
    let low = index;
    for (const next of references.get(symbol) ?? []) {
      if (!references.has(next)) continue;
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, lowest.get(next) ?? order.get(next) ?? low);
    }
    lowest.set(symbol, low);
    if (low !== index) return low;
    const circle = open.splice(open.indexOf(symbol));
    if (circle.length > 1 || references.get(symbol)?.has(symbol) === true) circles.push(circle);
    return low;
  };
  [...references.keys()].forEach((symbol) => order.has(symbol) || visit(symbol));
  return circles;
}

const pathOf = (fileName: string): string => relative(ROOT, fileName).split(sep).join('/');
