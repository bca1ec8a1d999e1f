"""Names of the customers in the United States, with the nicknames people go by."""

from __future__ import annotations

from cdp.demo.dice import Dice, ranked
from cdp.demo.names import Gender, Name

_SURNAMES = """
Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson
Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young
Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter
Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers
Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez
Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez
Powell Jenkins Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Fisher Vasquez Simmons Graham Murray Ford
Castro Marshall Owens Harrison Fernandez McDonald Woods Washington Kennedy Wells Vargas Henry Chen Freeman Webb
Tucker Guzman Burns Crawford Olson Simpson Porter Hunter Gordon Mendez Silva Shaw Snyder Mason Dixon Munoz Hunt
Hicks Holmes Palmer Wagner Black Robertson Boyd Rose Stone Salazar Fox Warren Mills Meyer Rice Schmidt Garza Daniels
Ferguson Nichols Stephens Soto Weaver Ryan Gardner Payne Grant Dunn Kelley Spencer Hawkins Arnold Pierce Hansen
Peters Santos Hart Bradley Knight Elliott Cunningham Duncan Armstrong Hudson Carroll Lane Riley Andrews Alvarado Ray
Delgado Berry Perkins Hoffman Johnston Matthews Pena Richards Contreras Willis Carpenter Lawrence Sandoval Guerrero
George Chapman Rios Estrada Ortega Watkins Greene Nunez Wheeler Valdez Harper Burke Larson Santiago Maldonado
Morrison Franklin Carlson Austin Dominguez Carr Lawson Jacobs O'Brien Lynch Singh Vega Bishop Montgomery Oliver
Jensen Harvey Williamson Gilbert Dean Sims Espinoza Howell Li Wong Reid Hanson Le McCoy Garrett Burton Fuller Wang
Weber Welch Rojas Lucas Marquez Fields Park Yang Little Banks Padilla Day Walsh Bowman Schultz Luna Fowler Mejia
O'Connor Tanaka Khan Shah Novak Kowalski Rossi Romano Fischer Becker Lindberg Nakamura Ali Cohen Levine
"""

_GIVEN: dict[Gender, str] = {
    "M": """
James:Jim,Jimmy Robert:Bob,Rob John:Jack,Johnny Michael:Mike David:Dave William:Bill,Will Richard:Rick,Dick
Joseph:Joe Thomas:Tom Charles:Charlie,Chuck Christopher:Chris Daniel:Dan,Danny Matthew:Matt Anthony:Tony Mark
Donald:Don Steven:Steve Paul Andrew:Andy,Drew Joshua:Josh Kenneth:Ken Kevin Brian George Timothy:Tim Ronald:Ron
Edward:Ed,Ted Jason Jeffrey:Jeff Ryan Jacob:Jake Gary Nicholas:Nick Eric Jonathan:Jon Stephen:Steve Larry Justin
Scott Brandon Benjamin:Ben Samuel:Sam Gregory:Greg Alexander:Alex,Sandy Frank Patrick:Pat Raymond:Ray Jack Dennis
Jerry Tyler Aaron Jose Adam Nathan:Nate Henry:Hank Douglas:Doug Zachary:Zach Peter:Pete Kyle Noah Ethan Jeremy
Walter:Walt Christian Keith Roger Terry Austin Sean Gerald:Gerry Carl Harold:Harry Dylan Arthur:Art Lawrence:Larry
Jordan Jesse Bryan Billy Bruce Gabriel:Gabe Logan Albert:Al Alan Juan Wayne Elijah:Eli Randy Roy Vincent:Vince Ralph
Eugene:Gene Russell:Russ Bobby Mason Philip:Phil Louis:Lou Carlos Miguel Luis Diego Omar Wei Raj Arjun Kenji Mateo
Leo
""",
    "F": """
Mary:Molly Patricia:Pat,Patty,Trish Jennifer:Jen,Jenny Linda:Lindy Elizabeth:Liz,Beth,Betty Barbara:Barb Susan:Sue
Jessica:Jess Karen Sarah:Sally Lisa Nancy Sandra:Sandy Betty Ashley Emily:Em Kimberly:Kim Margaret:Maggie,Peggy
Donna Michelle Carol Amanda:Mandy Melissa:Missy Deborah:Deb,Debbie Stephanie:Steph Rebecca:Becky Sharon Laura
Cynthia:Cindy Dorothy:Dot Amy Kathleen:Kathy Angela:Angie Shirley Emma Brenda Pamela:Pam Nicole:Nikki Anna
Samantha:Sam Katherine:Kate,Kathy Christine:Chris Debra:Deb Rachel Carolyn Janet Maria Olivia:Liv Heather Helen
Catherine:Cathy,Kate Diane Julie Victoria:Vicky,Tori Joyce Lauren Kelly Christina:Tina Ruth Joan Virginia:Ginny
Judith:Judy Evelyn Hannah Andrea Megan:Meg Cheryl Jacqueline:Jackie Madison:Maddie Teresa:Terri Abigail:Abby Sophia
Martha Sara Gloria Janice Kathryn:Kathy Ann Isabella:Bella Judy Charlotte:Lottie Julia Grace Amber Alice Jean Denise
Frances:Fran Danielle:Dani Marilyn Natalie:Nat Beverly Diana Brittany:Britt Theresa:Terri Kayla Alexis:Lexi Doris
Lori Tiffany Lucia Sofia Carmen Rosa Priya Anjali Mei Yuki
""",
}

_FAMILY = ranked((Name(surname, surname) for surname in _SURNAMES.split()), flatness=20)


def _name(entry: str) -> Name:
    native, _, nicknames = entry.partition(":")
    return Name(native, native, others=tuple(nicknames.split(",")) if nicknames else ())


_BY_GENDER = {gender: ranked(map(_name, text.split()), flatness=15) for gender, text in _GIVEN.items()}


def family_name(dice: Dice) -> Name:
    """A surname."""
    return _FAMILY.draw(dice)


def given_name(dice: Dice, gender: Gender) -> Name:
    """A given name; `others` holds its nicknames."""
    return _BY_GENDER[gender].draw(dice)
