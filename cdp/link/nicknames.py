"""Short and pet names: which given names one person may go by."""

from __future__ import annotations

_NAMES = """
abigail abby abbie gail | abraham abe bram | adelaide addie | adrian ade | agatha aggie | agnes aggie nessa |
aidan aiden aedan | alan al allan allen | albert al bert bertie | alejandro alex ale jandro | alexander alex al
sandy xander sasha alec lex | alexandra alex sandra lexi sasha sandy alexa | alexis alex lexi | alfred alf alfie
fred | alice ali allie | alison ali allie | alistair al ally | allison ali allie | alonzo al lonnie | alphonso
al | amanda mandy manda | amelia amy millie mel | anastasia stacy ana tasha | andrea andy drea | andrew andy
drew | angela angie ange | anna ann annie anya anne | annabel anna bella | anne ann annie nan | annette ann
annie | anthony tony ant | antonia toni tonia | antonio tony toni | archibald archie | arnold arnie | arthur art
artie | ashley ash | audrey aud | augustine gus augie | augustus gus augie | barbara barb barbie babs bobbie |
barnaby barney | bartholomew bart | beatrice bea trixie bee | belinda bel lindy | benedict ben | benjamin ben
benny benji | bernadette bernie | bernard bernie barney | bertram bert | beverly bev | bradley brad | brandon
bran | brenda bren | brendan bren | brian bri bryan | bridget biddy bridie | brittany brit britt | calvin cal |
cameron cam | camilla cam millie | candace candy | carol carrie | caroline carol carrie caro lina | carolyn
carol carrie lyn | cassandra cass cassie sandra | catherine cathy kate kathy cat katie kit cath kitty catie |
cecilia cissy celia | cedric ced | charles charlie chuck chas chip | charlotte charlie lottie char | chester
chet | christian chris | christina chris tina chrissy | christine chris tina chrissy | christopher chris kit
topher | clarence clare | clifford cliff | clinton clint | constance connie | cornelius neil corny | courtney
court | crystal crys | curtis curt | cynthia cindy | cyril cy | daniel dan danny | danielle dani danny | david
dave davey davy | deborah deb debbie | debra deb debbie | delores dee | denise dee | dennis den denny | derek
del | diana di | diane di | dominic dom nick | donald don donny | dorothy dot dottie dolly dee | douglas doug |
dylan dyl | edgar ed | edith edie | edmund ed eddie ted ned | eduardo ed eddie lalo | edward ed ted eddie ned
teddy | edwin ed eddie | eleanor ellie nell nora nellie lena | elijah eli | elizabeth liz beth betsy eliza
lizzie betty lisa libby bess ellie elsie lisbeth bette liza elisa | ellen ellie nell | emily em emma millie |
emma em | ernest ernie | esther essie | eugene gene | eugenia genie | evangeline eva | evelyn eve evie |
felicity fliss | ferdinand ferdie | florence flo florrie | frances fran fanny francie frankie | francesca fran
cesca | francis frank fran frankie | francisco paco pancho frank cisco | franklin frank | frederick fred freddy
fritz freddie rick | gabriel gabe | gabriella gabby ella | gareth gaz gary | geoffrey geoff jeff | george
georgie | georgina georgie gina | gerald gerry jerry | geraldine gerry | gerard gerry | gertrude gertie trudy |
gilbert gil bert | gillian gill jill | giovanni gio gianni | giuseppe beppe pino | gordon gord | grace gracie |
gregory greg | guillermo memo | gustavo gus tavo | gwendolyn gwen | harold harry hal | harriet hattie | harrison
harry | harvey harv | helen nell lena | helena lena nell | henrietta etta hettie | henry harry hank hal |
herbert herb bert | hilary hil | howard howie | hubert bert | hugh huey | ignacio nacho | imogen immy | ingrid inga |
irene rene | isaac ike zac | isabel bella izzy belle isa | isabella bella izzy belle isa | isidore izzy | jacob jake
jay | jacqueline jackie jacqui | james jim jimmy jamie jem | jane janie jenny | janet jan | janice jan | jasmine
jas jazz | jason jay | javier javi | jean jeannie | jeffrey jeff geoff | jennifer jen jenny jenna | jeremiah
jerry jem | jeremy jerry jem | jerome jerry | jessica jess jessie | jesus chuy | joan joanie | joanna jo joanie
| joanne jo | john jack johnny jon jock | jonathan jon jonny nathan | jordan jordy | jose pepe | joseph joe joey
jo | josephine jo josie | joshua josh | joyce joy | juan juanito | judith judy jude | julia jules julie | julian
jules | julie jules | justin just | karen kaz | katherine kate kathy katie kit kay kitty kat | kathleen kathy
katie kath kat | kathryn kate kathy katie kat | kendall ken | kenneth ken kenny | kevin kev | kimberly kim kimmy
| kristen kris | kristina kris tina | laura laurie | lauren laurie | laurence larry laurie | lawrence larry lars
laurie lawrie | leonard len lenny leo | leopold leo | leroy roy | leslie les | lester les | letitia letty |
lillian lily lil | linda lin lindy | lindsay lin | lorraine lori | louis lou louie | louise lou | lucas luke |
lucille lucy | lucinda lucy cindy | luis lucho | lydia lyd | madeline maddie | malcolm mal | manuel manny manolo
| marcus marc mark | margaret peggy maggie meg marge madge margie greta rita daisy peg | margery marge | maria
mary mia mitzi | marian mary | marie mary | marilyn mary lyn | marjorie marge margie | martha marty patty |
martin marty | mary molly polly mae mamie may | matilda tilly mattie | matthew matt matty | maureen mo reenie |
maurice mo | maximilian max | maxwell max | megan meg | melanie mel | melinda mel lindy mindy | melissa mel
lissa missy | mercedes mercy | michael mike mick mikey micky mitch | michelle shelly chelle mich | miguel mike |
mildred millie | millicent millie | miranda mandy randy | mitchell mitch | mohammed mo mohamed muhammad mohammad
mohamad | monica mon | montgomery monty | morris mo | nancy nan | natalie nat | natasha tash | nathan nat nate |
nathaniel nat nate nathan | nicholas nick nicky nico klaus | nicole nicky nic | nigel nige | norman norm |
oliver ollie | olivia liv livvy | oscar ozzie | oswald ozzie oz | pamela pam | patricia pat trish patty tricia
patsy | patrick pat paddy rick patsy | paul paulie | penelope penny nell | percival percy | peter pete | philip
phil pip | phillip phil pip | phyllis phyl | priscilla cilla prissy | rachel rach rae | rafael rafa | ramon ray
moncho | randall randy | raymond ray | rebecca becky becca bex | reginald reg reggie | rhonda ron | ricardo rick
ricky | richard dick rick rich ricky richie dickie | robert bob rob bobby robbie bert robin | roberta bobbie
robbie | roberto beto rob | roderick rod | rodney rod | roger rodge | roland rollo | ronald ron ronnie |
rosalind ros roz rosie | rosemary rose rosie | roxanne roxy | rudolph rudy | russell russ | ruth ruthie |
salvador sal | salvatore sal | samantha sam sammy | samuel sam sammy | sandra sandy | santiago santi | sarah
sally sadie sara | scott scotty | sean shaun shawn | sebastian seb | sharon shaz | sidney sid | simon si |
sophia sophie | stanley stan | stephanie steph | stephen steve stevie | steven steve stevie | stuart stu | susan
sue suzy susie suzie | susannah sue suzy anna | suzanne sue suzy | sylvia syl | tabitha tabby | terence terry |
teresa terry tess tessa | theodore ted theo teddy | theresa terry tess tessa | thomas tom tommy | timothy tim
timmy | tobias toby | travis trav | trevor trev | tyler ty | valentina val tina | valerie val | vanessa nessa |
veronica ronnie vera | victor vic | victoria vicky tori vic | vincent vince vinny | viola vi | violet vi |
virginia ginny ginger | vivian viv | wallace wally | walter walt wally | wesley wes | wilfred wilf fred |
wilhelmina mina billie | william bill will billy liam willie | winifred winnie freda | winston win | yolanda
yoli | yvonne von | zachary zach zack zac
"""
"""A full name, then the names its bearer may go by; the next after `|`."""


def _forms() -> dict[str, tuple[str, ...]]:
    """Return for every name the full names that it may stand for."""
    found: dict[str, set[str]] = {}
    for bearer in _NAMES.split("|"):
        names = bearer.split()
        for name in names[:1] + [each for pet in names[1:] for each in _spellings(pet)]:
            found.setdefault(name, set()).add(names[0])
    return {name: tuple(sorted(full)) for name, full in found.items()}


def _initials() -> dict[str, str]:
    """Return for every name with pet names the other initials that its bearer may sign with: Robert with B."""
    found: dict[str, set[str]] = {}
    for pet, bearers in FORMS.items():
        for bearer in bearers:
            found.setdefault(bearer, set()).add(pet[0])
    told = {name: "".join(sorted(letters - {name[0]})) for name, letters in found.items()}
    return {name: letters for name, letters in told.items() if letters}


def _spellings(pet: str) -> set[str]:
    """Return a pet name in -y or -ie, whichever way it is written."""
    stem = pet.removesuffix("ie").removesuffix("y")
    return {pet} if stem == pet or len(stem) < _SHORTEST_STEM else {f"{stem}y", f"{stem}ie"}


_SHORTEST_STEM = 3
"""Letters that a pet name has before its -y or -ie."""
FORMS = _forms()
INITIALS = _initials()
