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
import { findCircles } from './circles';
import { parseTypescript, ROOT, type TypescriptFile } from './source-files';

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
 * The functions of the files that call themselves, directly or by way of others, grouped by the
 * circle that they form. A function that is only named, e.g. handed to `map`, counts as called.
 * @param files those of the repository, and others that are not on disk
 */
export function listRecursions(
  files: readonly TypescriptFile[],
): readonly (readonly FunctionNode[])[] {
  const checker = createRepositoryProgram(files).getTypeChecker();
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
  files.forEach((file) => visit(parseTypescript(file), []));
  return findCircles(references).map((circle) =>
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

function createRepositoryProgram(files: readonly TypescriptFile[]): Program {
  const host = createCompilerHost(OPTIONS);
  const disk = { ...host };
  const byPath = new Map(files.map((file) => [file.path, file]));
  host.fileExists = (name) => byPath.has(pathOf(name)) || disk.fileExists(name);
  host.directoryExists = () => true;
  host.getSourceFile = (name, ...rest) => {
    const file = byPath.get(pathOf(name));
    return file === undefined ? disk.getSourceFile(name, ...rest) : parseTypescript(file);
  };
  // Packages are left out: what they declare is no function of ours, and reading them takes long.
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) =>
      text.startsWith('.')
        ? resolveModuleName(text, from, OPTIONS, host)
        : { resolvedModule: undefined },
    );
  return createProgram(
    files.map((file) => join(ROOT, file.path)),
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

const pathOf = (fileName: string): string => relative(ROOT, fileName).split(sep).join('/');
