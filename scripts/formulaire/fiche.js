// A record as text and as values of the form. What `ecrire` writes is, to the byte, what
// scripts/observatoire/schema/formatting.py writes of the same data: tests/test_formulaire.py holds them together.
import { parseDocument, visit } from 'yaml';

const ENTIER = /^-?(?:0|[1-9][0-9]{0,14})$/;
const DECIMAL = /^-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}$/;
const CONSTANTES = new Map([['true', true], ['false', false], ['null', null], ['~', null], ['', null]]);
const ANNEE = /^[1-9]\d{3}$/;

// --- Reading ---

function resolu(texte) {
  if (CONSTANTES.has(texte)) return CONSTANTES.get(texte);
  return ENTIER.test(texte) || DECIMAL.test(texte) ? Number(texte) : texte;
}

/** The values of a record for the form: dates and yes-or-no as texts, long texts without their last line end. */
export function lire(texte, forme) {
  const document = parseDocument(texte, { schema: 'failsafe', uniqueKeys: false });
  if (document.errors.length) throw document.errors[0];
  visit(document, {
    Scalar(cle, noeud) {
      if (cle !== 'key' && noeud.type === 'PLAIN') noeud.value = resolu(noeud.source ?? noeud.value);
    },
  });
  return pourFormulaire(document.toJS(), forme);
}

function pourFormulaire(valeur, genre) {
  if (Array.isArray(valeur)) return valeur.map((item) => pourFormulaire(item, genre));
  if (valeur && typeof valeur === 'object') {
    const champs = genre?.champs ?? {};
    return Object.fromEntries(Object.entries(valeur).map(([cle, item]) => [cle, pourFormulaire(item, champs[cle])]));
  }
  if (valeur === null || valeur === undefined) return valeur;
  if (genre === 'date' || genre === 'oui') return String(valeur);
  if (genre === 'commune' && typeof valeur === 'number') return String(valeur).padStart(5, '0');
  return typeof valeur === 'string' ? valeur.replace(/\n+$/, '') : valeur;
}

// --- Writing ---

// One sign of Python's \s that JavaScript's lacks, and the reverse, never reach a record.
const NU = /^[^\s\-?:,[\]{}#&*!|>'"%@`](?:[^\n]*[^\s])?$/;
const ROMPU = /:(?:\s|$)|\s#|[\t\r]/;
const PAS_UN_TEXTE =
  /^(?:true|false|null|~|yes|no|on|off|y|n|[-+]?\.(?:inf|nan)|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|0x[\da-f]+|0o[0-7]+)$/i;
const APPEL = /^[a-z][a-z0-9-]*$/;

function guillemets(texte) {
  const ecrit = texte
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r');
  return `"${ecrit}"`;
}

const enTexte = (texte) =>
  NU.test(texte) && !ROMPU.test(texte) && !PAS_UN_TEXTE.test(texte) ? texte : guillemets(texte);

/** What nobody filled: it is not written. */
function estVide(valeur) {
  if (valeur === null || valeur === undefined) return true;
  if (typeof valeur === 'string') return !valeur.trim();
  return typeof valeur === 'object' && !Object.keys(valeur).length;
}

/** The values of the form as data: without what is empty, each as its field writes it. */
function pourFiche(valeur, genre) {
  if (Array.isArray(valeur)) {
    return valeur.map((item) => pourFiche(item, genre)).filter((item) => !estVide(item));
  }
  if (valeur && typeof valeur === 'object') {
    const champs = genre?.champs ?? {};
    const vides = genre?.vides ?? [];
    const connus = Object.keys(champs).filter((nom) => nom in valeur || vides.includes(nom));
    const autres = Object.keys(valeur).filter((nom) => !(nom in champs));
    const items = [...connus, ...autres].map((nom) => [nom, pourFiche(valeur[nom] ?? (vides.includes(nom) ? [] : null), champs[nom])]);
    return Object.fromEntries(items.filter(([nom, item]) => !estVide(item) || vides.includes(nom)));
  }
  if (typeof valeur !== 'string') return valeur;
  const texte = valeur.normalize('NFC').trim();
  if (genre === 'oui') return CONSTANTES.get(texte) ?? texte;
  if (genre === 'date') return ANNEE.test(texte) ? Number(texte) : texte;
  return texte;
}

const estBloc = (texte, genre) => (genre === 'markdown' || texte.includes('\n')) && !/[\t\r]/.test(texte);
const decale = (lignes) => lignes.map((ligne) => (ligne ? `  ${ligne}` : ligne));

/** A number as a record writes it: never 1e-7, which would be read as a text. */
const enNombre = (nombre) => (String(nombre).includes('e') ? nombre.toFixed(15).replace(/\.?0+$/, '') : String(nombre));

function enValeur(valeur, genre) {
  if (typeof valeur === 'number') return [enNombre(valeur)];
  if (typeof valeur !== 'string') return [String(valeur)];
  return estBloc(valeur, genre) ? ['|', ...valeur.split('\n')] : [enTexte(valeur)];
}

function enGroupe(valeurs, champs) {
  return Object.entries(valeurs).flatMap(([nom, valeur]) => enEntree(`${enTexte(nom)}:`, valeur, champs?.[nom]));
}

function enEntree(tete, valeur, genre) {
  if (Array.isArray(valeur)) {
    if (!valeur.length) return [`${tete} []`];
    if (genre === 'appels' && valeur.every((item) => APPEL.test(item) && enTexte(item) === item)) return [`${tete} [${valeur.join(', ')}]`];
    return [tete, ...decale(valeur.flatMap((item) => enElement(item, genre)))];
  }
  if (typeof valeur === 'object') return [tete, ...decale(enGroupe(valeur, genre?.champs))];
  const [premiere, ...suite] = enValeur(valeur, genre);
  return [`${tete} ${premiere}`, ...decale(suite)];
}

function enElement(valeur, genre) {
  const [premiere, ...suite] = typeof valeur === 'object' ? enGroupe(valeur, genre?.champs) : enValeur(valeur, genre);
  return [`- ${premiere}`, ...decale(suite)];
}

/** The text of a record that holds what the form holds. */
export function ecrire(fiche, forme) {
  return `${enGroupe(pourFiche(fiche, forme), forme.champs).join('\n')}\n`;
}
