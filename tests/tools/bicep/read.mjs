// Reads Bicep into JSON: { path: text } on standard input, { path: file } on standard output.
// Literals become JSON; whatever is computed becomes { "expression": "its text" }.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

const require = createRequire(import.meta.url);

const named = node => node.namedChildren.filter(child => child && child.type !== 'comment');

const computed = node => ({ expression: node.text });

const unescape = text => text.replace(/\\(u\{([0-9a-fA-F]+)\}|.)/g, (_, sign, code) =>
  code ? String.fromCodePoint(parseInt(code, 16)) : ({ n: '\n', r: '\r', t: '\t' })[sign] ?? sign);

const string = node => node.text.startsWith("'''") ? node.text.slice(3, -3)
  : named(node).some(part => part.type === 'interpolation') ? computed(node)
  : unescape(node.text.slice(1, -1));

const key = node => node.type === 'string' ? node.text.slice(1, -1) : node.text;

const object = node => Object.fromEntries(named(node)
  .filter(child => child.type === 'object_property')
  .map(property => named(property))
  .map(([name, content]) => [key(name), value(content)]));

function value(node) {
  switch (node.type) {
    case 'string': return string(node);
    case 'number': return Number(node.text);
    case 'boolean': return node.text === 'true';
    case 'null': return null;
    case 'array': return named(node).map(value);
    case 'object': return object(node);
    case 'for_statement': return { for: header(node), each: value(named(node).at(-1)) };
    case 'if_statement': return value(named(node).at(-1));
    default: return computed(node);
  }
}

const header = loop => loop.text.slice(1, loop.text.indexOf(':')).trim();

function declaration(node) {
  const [name, path, body] = named(node);
  const loops = body.type === 'for_statement';
  return {
    name: name.text,
    path: string(path),
    loop: loops ? header(body) : null,
    existing: node.children.some(child => child.type === 'existing' || child.text === 'existing'),
    body: loops ? value(body).each : value(body),
  };
}

const decorators = node => Object.fromEntries(named(node)
  .map(decorator => named(decorator)[0])
  .map(call => [named(call)[0].text, (named(call)[1] ? named(named(call)[1]) : []).map(value)]));

function mistakes(node, found = []) {
  if (node.type === 'ERROR' || node.isMissing) {
    found.push(`line ${node.startPosition.row + 1}: ${node.text.slice(0, 80)}`);
  }
  node.children.forEach(child => child && child.hasError && mistakes(child, found));
  node.children.forEach(child => child?.isMissing && !child.hasError && mistakes(child, found));
  return found;
}

const calls = node => [
  ...(node.type === 'call_expression' ? [named(node)[0].text.split('.').at(-1)] : []),
  ...named(node).flatMap(calls)];

function file(root) {
  const read = {
    mistakes: mistakes(root), metadata: {}, parameters: [], values: {}, resources: [], modules: [], outputs: [],
    calls: calls(root),
  };
  let marks = {};
  for (const node of named(root)) {
    const parts = named(node);
    switch (node.type) {
      case 'decorators': marks = decorators(node); continue;
      case 'metadata_declaration': read.metadata[parts[0].text] = value(parts[1]); break;
      case 'parameter_declaration': read.parameters.push({
        name: parts[0].text, type: parts[1]?.text, marks, hasDefault: parts.length > 2,
        default: parts[2] ? value(parts[2]) : null,
      }); break;
      case 'variable_declaration': read.values[parts[0].text] = value(parts[1]); break;
      case 'resource_declaration': read.resources.push(declaration(node)); break;
      case 'module_declaration': read.modules.push(declaration(node)); break;
      case 'output_declaration': read.outputs.push({ name: parts[0].text, marks }); break;
    }
    marks = {};
  }
  return read;
}

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')));
const texts = JSON.parse(readFileSync(0, 'utf8'));
const files = Object.entries(texts).map(([path, text]) => {
  // The grammar does not know the assignments of a parameter file; they have the form of variables.
  const known = path.endsWith('.bicepparam') ? text.replace(/^param (\w+) =/gm, 'var $1 =') : text;
  return [path, file(parser.parse(known).rootNode)];
});
process.stdout.write(JSON.stringify(Object.fromEntries(files)));
