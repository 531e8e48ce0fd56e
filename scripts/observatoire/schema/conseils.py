"""How to write a good record: one weak and one good example for each heading, and for each field that is hard to fill.

The examples are made up and tell one story, that of a café of parents at the door of a school.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Conseil:
    """A weak and a good way to fill a field."""

    faible: str
    bon: str
    pourquoi: str
    """What the second gives that the first does not."""


RUBRIQUES: dict[str, Conseil] = {
    "lieu": Conseil(
        "Un quartier populaire en pleine mutation.",
        "L’école du Canal a trois portes. Une seule sert depuis 2009 : les parents attendent dehors, sur un trottoir étroit, sans jamais entrer.",
        "On voit l’endroit, et ce qui a tout déclenché. « En pleine mutation » irait à n’importe quel quartier.",
    ),
    "publics": Conseil(
        "Tous les habitants ont été invités.",
        "Douze mères, puis deux pères et une grand-mère. L’affiche n’a fait venir personne ; l’animatrice, postée devant la grille, tout le monde.",
        "Qui, combien, invités comment. « Tous » ne dit ni qui est venu, ni qui manquait.",
    ),
    "animation": Conseil(
        "Des méthodes participatives et conviviales ont été mises en œuvre.",
        "Une thermos, une table pliante, une question écrite à la craie. On parle dix minutes, debout, entre deux sonneries ; l’animatrice note au dos d’un carton, et relit à voix haute.",
        "Un autre peut s’en inspirer demain matin.",
    ),
    "projet": Conseil(
        "Le projet vise à favoriser le lien école-famille.",
        "On voulait un conseil de parents ; on a fait un café. Il se tient chaque vendredi depuis septembre 2011, sauf deux mois, faute d’animatrice.",
        "Ce que l’on voulait, ce que l’on a fait, et le détour entre les deux.",
    ),
    "regles": Conseil(
        "Les décisions sont prises de manière collégiale.",
        "La directrice décide des horaires, les parents de la question du jour. Elle a promis une réponse écrite sous quinze jours : six fois sur neuf, elle l’a donnée.",
        "Qui décide quoi, qui l’a promis, et si la promesse est tenue.",
    ),
    "transformation": Conseil(
        "Cette démarche a changé le regard de chacun.",
        "La deuxième porte est ouverte le matin depuis mars 2012. Les pères ne viennent toujours pas aux réunions du soir.",
        "Un fait que l’on peut vérifier, et ce qui n’a pas bougé.",
    ),
}
"""By heading of the story."""

CHAMPS: dict[str, Conseil] = {
    "limites": Conseil(
        "Aucune difficulté particulière.",
        "Quand l’animatrice est partie, le café s’est arrêté deux mois : il tenait à une personne. Nous ne savons pas ce qu’en pensent les enseignants.",
        "C’est ce que les autres viennent lire. « Nous ne savons pas » est une bonne réponse.",
    ),
    "ce_que_nous_ferions_autrement": Conseil(
        "Mieux communiquer en amont.",
        "Former deux animatrices dès le départ, et demander la salle avant de l’annoncer.",
        "Un regret précis est un conseil. « Mieux » n’aide personne.",
    ),
    "participants.qui_manquait": Conseil(
        "Certains publics éloignés.",
        "Les pères, les familles de l’autre rive, et celles qui travaillent avant huit heures.",
        "On ne cherche que ceux que l’on a nommés. Les absents ne sont pas « éloignés » : ils n’ont pas été rejoints.",
    ),
    "niveau_constate.argument": Conseil(
        "C’était de la fausse concertation.",
        "Annoncé comme une décision partagée. Les horaires étaient fixés avant la première réunion ; deux propositions sur neuf ont été reprises.",
        "Ce que l’on a vu, sans juger les personnes. Le lecteur conclura.",
    ),
    "effets": Conseil(
        "Le lien social est renforcé.",
        "Quatre parents se sont présentés au conseil d’école en 2012 ; il y en avait un l’année d’avant. Preuve : le procès-verbal.",
        "Un effet, et comment on le sait. Sans preuve, choisissez « récit d’un témoin ».",
    ),
    "etat": Conseil(
        "Terminée.",
        "Abandonnée, en mars 2013 : à la troisième séance, personne n’est venu.",
        "Une expérience arrêtée a toute sa place. Le mot juste prévient les suivants.",
    ),
}
"""By field of a practice that people would rather leave empty."""
